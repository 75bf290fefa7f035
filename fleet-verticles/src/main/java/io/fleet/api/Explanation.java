package io.fleet.api;

import io.fleet.protocol.SlotReport;
import io.fleet.protocol.SlotSpec;
import io.fleet.slot.Generation;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import io.fleet.store.SlotEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Why one slot is in its state: desired, recorded, reported, and so. Pure. */
final class Explanation {
  private final View view;
  private final SlotId slot;
  private final JsonArray why = new JsonArray();

  private Explanation(View view, SlotId slot) {
    this.view = view;
    this.slot = slot;
  }

  /**
   * The document.
   *
   * @param said what its worker says of the present generation
   * @param events of this slot, oldest first
   */
  static JsonObject of(View view, SlotId slot, Optional<SlotReport> said, List<SlotEvent> events) {
    return new Explanation(view, slot).document(said, events);
  }

  private JsonObject document(Optional<SlotReport> said, List<SlotEvent> events) {
    var spec = view.spec(slot);
    var automation = view.desired().spec().automations().get(slot.automation());
    var current = CurrentReason.of(view, slot);
    steps(said, current);
    var json =
        new JsonObject()
            .put("slot", slot.toString())
            .put("state", view.suspect(slot) ? Tally.SUSPECT : spec.state().name())
            .put("reason", current.code())
            .put("generation", spec.gen().toString())
            .put("worker", spec.worker())
            .put("boot", spec.boot())
            .put("version", automation == null ? "" : automation.version())
            .put("configHash", spec.cfg())
            .put("failures", spec.failures());
    if (spec.untilMillis() > view.atMillis()) {
      json.put("until", Text.iso(spec.untilMillis()));
    }
    if (current.sinceMillis() > 0) {
      json.put("since", Text.iso(current.sinceMillis()));
    }
    return json.put("why", why).put("timeline", timeline(events)).put("advice", advice());
  }

  private void steps(Optional<SlotReport> said, CurrentReason current) {
    var spec = view.spec(slot);
    var automation = view.desired().spec().automations().get(slot.automation());
    if (automation != null && slot.index() < automation.slots()) {
      step(
          "desired: %s, %s of %s (revision %d)"
              .formatted(
                  automation.paused()
                      ? "held back"
                      : ordered(spec) ? "run, but for an order" : "run",
                  Text.count(automation.slots(), "slot"),
                  slot.automation(),
                  view.desired().revision()),
          "automations." + slot.automation() + (automation.paused() ? ".paused" : ".slots"));
    } else {
      step(
          automation == null
              ? "not desired: revision %d has no automation %s"
                  .formatted(view.desired().revision(), slot.automation())
              : "not desired: %s has %s"
                  .formatted(slot.automation(), Text.count(automation.slots(), "slot")),
          "automations." + slot.automation());
    }
    if (spec.recorded()) {
      step(
          "recorded: %s generation %s%s since %s: %s"
              .formatted(
                  spec.state(),
                  spec.gen(),
                  spec.worker().isEmpty() ? "" : " on " + spec.worker() + " boot " + spec.boot(),
                  Text.iso(spec.sinceMillis()),
                  spec.cause().sentence()),
          "leader of epoch " + spec.epoch());
    } else {
      step("recorded: nothing, it never had a generation", "leader");
    }
    said.ifPresent(
        report ->
            step(
                "reported: %s%s"
                    .formatted(
                        report.phase(), report.detail().isEmpty() ? "" : ": " + report.detail()),
                "worker " + spec.worker()));
    if (spec.failures() > 0) {
      step(
          Text.count(spec.failures(), "failure")
              + " in a row, "
              + (automation == null
                  ? "no rule left"
                  : "%d within %s quarantine it"
                      .formatted(
                          automation.restart().attempts(),
                          Text.span(automation.restart().within().toMillis()))),
          "automations." + slot.automation() + ".restart");
    }
    step("so: " + current.code() + ", " + current.sentence(), current.source());
  }

  /** Whether it is an order of a person that holds it back. */
  private static boolean ordered(SlotSpec spec) {
    return !spec.state().owned()
        && (spec.cause() == Reason.PAUSED_BY || spec.cause() == Reason.QUARANTINED_BY);
  }

  private void step(String sentence, String source) {
    why.add(
        new JsonObject()
            .put("step", why.size() + 1)
            .put("sentence", sentence)
            .put("source", source));
  }

  private static JsonArray timeline(List<SlotEvent> events) {
    var timeline = new JsonArray();
    for (var event : events) {
      timeline.add(
          new JsonObject()
              .put("at", Text.iso(event.atMillis()))
              .put("from", event.from())
              .put("to", event.to())
              .put("cause", event.cause())
              .put("worker", event.worker())
              .put("detail", event.detail())
              .put("generation", new Generation(event.gen()).toString()));
    }
    return timeline;
  }

  private void quarantined(JsonArray advice) {
    if (view.spec(slot).cause() == Reason.QUARANTINED_BY) {
      advice.add("Let it run again: fleet release " + slot);
      return;
    }
    advice
        .add("See what failed: fleet logs " + slot)
        .add("Fix it and apply a new version or config, or release it: fleet release " + slot);
  }

  private JsonArray advice() {
    var advice = new JsonArray();
    if (view.suspect(slot)) {
      return advice.add("Look at its worker's host; the verdict comes by itself.");
    }
    var name = slot.automation();
    switch (view.spec(slot).state()) {
      case QUARANTINED -> quarantined(advice);
      case STUCK ->
          advice.add("Its worker restarts by itself; use threading: process for such code.");
      case BACKOFF -> advice.add("It tries again by itself; at once with: fleet restart " + slot);
      case PAUSED -> advice.add("Let it run: fleet resume " + name);
      case FREE -> {
        if (Standing.finished(view, view.spec(slot))) {
          advice.add("Nothing is left to do; a new version or config runs the batch again.");
        } else if (Standing.wanted(view, slot)) {
          advice.add("See which workers have room: fleet status --why");
        }
      }
      default -> {}
    }
    return advice;
  }
}
