package io.fleet.api;

import io.fleet.config.AutomationSpec;
import io.fleet.slot.SlotState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Automations as documents. Pure. */
final class AutomationDocument {
  private AutomationDocument() {}

  /** Every wanted automation, and those that still have slots. */
  static JsonArray list(View view) {
    var items = new JsonArray();
    for (var range : view.map().ranges()) {
      items.add(line(view, range));
    }
    return items;
  }

  /** One with its config. */
  static JsonObject one(View view, AutomationSpec spec) {
    var range =
        view.map().ranges().stream()
            .filter(r -> r.automation().equals(spec.name()))
            .findFirst()
            .orElseGet(() -> new SlotMap.Range(spec.name(), 0, 0));
    var restart = spec.restart();
    return line(view, range)
        .put("config", config(spec.config()))
        .put("maxUnavailable", spec.unavailable())
        .put("executeTimeoutMillis", spec.executeTimeout().toMillis())
        .put("drainDeadlineMillis", spec.drainDeadline().toMillis())
        .put(
            "restart",
            new JsonObject()
                .put("attempts", restart.attempts())
                .put("withinMillis", restart.within().toMillis())
                .put("delayMillis", restart.delay().toMillis())
                .put("backoff", restart.backoff())
                .put("maxDelayMillis", restart.maxDelay().toMillis()))
        .put("require", JsonObject.mapFrom(spec.require()))
        .put("spread", spec.spread())
        .put("maxSlotsPerHost", spec.maxSlotsPerHost())
        .put("threading", spec.threads().mode().word())
        .put("memory", spec.threads().limit().count());
  }

  private static JsonObject line(View view, SlotMap.Range range) {
    var name = range.automation();
    var letters = view.letters().substring(range.from(), range.from() + range.count());
    var tally = Tally.of(letters);
    var spec = view.desired().spec().automations().get(name);
    var desired = spec == null ? 0 : spec.slots();
    var running = tally.of(SlotState.RUNNING);
    var rates = view.rates().getOrDefault(name, Rates.NONE);
    var json = new JsonObject().put("name", name);
    if (spec != null) {
      json.put("class", spec.className()).put("version", spec.version());
    }
    json.put("desired", desired)
        .put("states", tally.some())
        .put("fill", desired == 0 ? 0.0 : Math.min(1.0, round((double) running / desired)))
        .put("busy", round(rates.busy()))
        .put("perSecond", round(rates.perSecond()))
        .put("errorRate", round(rates.errorRate()));
    if (rates.p95Millis() >= 0) {
      json.put("p95Millis", rates.p95Millis());
    }
    // A slot is PAUSED by an order of a person alone, if not by the file.
    var paused = spec != null && (spec.paused() || tally.of(SlotState.PAUSED) > 0);
    return json.put("paused", paused);
  }

  private static JsonObject config(String text) {
    return text.isBlank() ? new JsonObject() : new JsonObject(text);
  }

  private static double round(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
