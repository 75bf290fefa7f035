package io.fleet.api;

import io.fleet.api.Need.Action;
import io.fleet.api.Need.Kind;
import io.fleet.protocol.SlotSpec;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * What needs a person, worst first: one line for each kind and target, however many slots. Pure.
 */
final class Needs {
  private static final Set<Reason> NO_PLACE =
      EnumSet.of(
          Reason.NO_ROOM,
          Reason.NO_ELIGIBLE_WORKER,
          Reason.CONSTRAINT_UNMET,
          Reason.VERSION_MISSING,
          Reason.MEMORY_HIGH,
          Reason.CLOCK_SKEWED,
          Reason.CONFIG_REFUSED);

  private record Key(Kind kind, String target, String reason) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      var byKind = kind.compareTo(other.kind);
      var byTarget = byKind != 0 ? byKind : target.compareTo(other.target);
      return byTarget != 0 ? byTarget : reason.compareTo(other.reason);
    }
  }

  private final View view;
  private final TreeMap<Key, List<SlotId>> groups = new TreeMap<>();

  private Needs(View view) {
    this.view = view;
  }

  static List<Need> of(View view) {
    var needs = new Needs(view);
    var list = new ArrayList<Need>();
    if (view.storeLost()) {
      list.add(needs.storeLost());
    } else if (view.master().absent()) {
      list.add(needs.noLeader());
    }
    needs.group();
    needs.groups.forEach((key, slots) -> list.add(needs.need(key, slots)));
    return list;
  }

  private void group() {
    for (var spec : view.specs().values()) {
      if (view.suspect(spec.slot())) {
        add(Kind.WORKER_SILENT, spec.worker(), Reason.AWAITING_VERDICT.name(), spec.slot());
        continue;
      }
      var slot = spec.slot();
      var reason = CurrentReason.of(view, slot).code();
      switch (spec.state()) {
        // One line for the automation: what led here differs from slot to slot.
        case QUARANTINED -> add(Kind.QUARANTINED, slot.automation(), spec.cause().name(), slot);
        case STUCK -> add(Kind.STUCK, slot.automation(), reason, slot);
        case BACKOFF -> add(Kind.BACKOFF, slot.automation(), reason, slot);
        default -> {}
      }
    }
    view.why().forEach(this::noPlace);
    view.workers().values().forEach(this::worker);
  }

  private void worker(WorkerView worker) {
    // What a process that is gone had left open is gone with it.
    if (worker.ledger().leaked() > 0 && worker.state() != WorkerView.State.LOST) {
      none(Kind.WORKER_LEAKS, worker, Kind.WORKER_LEAKS.name());
    }
    if (worker.state() == WorkerView.State.QUARANTINED) {
      none(Kind.WORKER_QUARANTINED, worker, worker.closed().code());
    } else if (worker.state() == WorkerView.State.INCOMPATIBLE) {
      none(Kind.WORKER_INCOMPATIBLE, worker, worker.state().name());
    } else if (worker.state() == WorkerView.State.UP && worker.closed().code().equals("GATED")) {
      none(Kind.WORKER_GATED, worker, worker.intake().closed());
    }
  }

  /** About a worker, not about slots. */
  private void none(Kind kind, WorkerView worker, String reason) {
    groups.put(new Key(kind, worker.name(), reason), List.of());
  }

  private void noPlace(SlotId slot, Why why) {
    if (why.code().equals(Reason.BRAKE_ON.name())) {
      add(Kind.BRAKE, slot.automation(), why.code(), slot);
    }
    var waits = !view.spec(slot).state().owned() && Standing.wanted(view, slot);
    if (waits && CurrentReason.reason(why.code()).filter(NO_PLACE::contains).isPresent()) {
      add(Kind.NO_ROOM, slot.automation(), why.code(), slot);
    }
  }

  private void add(Kind kind, String target, String reason, SlotId slot) {
    groups.computeIfAbsent(new Key(kind, target, reason), none -> new ArrayList<>()).add(slot);
  }

  private Need storeLost() {
    var silent = view.storeSilentMillis();
    return new Need(
        Kind.STORE_LOST,
        "redis",
        Reason.STORE_UNAVAILABLE.name(),
        0,
        view.atMillis() - silent,
        "Redis has not answered for " + Text.span(silent) + "; this is what was last known",
        "trying again; workers keep what they run until their lease ends",
        List.of(new Action("Check", "fleet doctor")));
  }

  private Need noLeader() {
    return new Need(
        Kind.NO_LEADER,
        "master",
        Reason.RECOVERING.name(),
        0,
        0,
        "no master leads",
        "workers keep what they run; nothing is healed until a master leads",
        List.of(new Action("Start a master", "fleet master")));
  }

  private Need need(Key key, List<SlotId> slots) {
    var count = slots.size();
    var since =
        slots.stream().mapToLong(s -> CurrentReason.of(view, s).sinceMillis()).min().orElse(0);
    return switch (key.kind()) {
      case QUARANTINED ->
          made(
              key,
              count,
              since,
              "%s quarantined: %s".formatted(of(key, count), words(key.reason())),
              "waiting for you",
              new Action("Release " + count, "fleet release " + key.target()));
      case STUCK ->
          made(
              key,
              count,
              since,
              "%s stuck: the code ignores the interrupt".formatted(of(key, count)),
              "the worker restarts by itself",
              new Action("Explain", "fleet explain " + slots.getFirst()));
      case BACKOFF ->
          made(
              key,
              count,
              since,
              "%s failed and wait for the next try".formatted(of(key, count)),
              nextTry(slots),
              new Action("Explain", "fleet explain " + slots.getFirst()));
      case WORKER_SILENT -> silent(key, slots, since);
      case BRAKE ->
          made(
              key,
              count,
              since,
              "%s wait, for too much of the fleet failed at once".formatted(of(key, count)),
              "healing one worker at a time, until it calms down",
              new Action("See what failed", "fleet status --why"));
      case WORKER_QUARANTINED -> {
        var closed = view.workers().get(key.target());
        var word = closed == null ? "" : closed.closed().evidence();
        yield made(
            key,
            0,
            closed == null ? 0 : closed.closed().sinceMillis(),
            "%s gets no new slots: %s".formatted(key.target(), word),
            "waiting for the end of its time; what runs there goes on",
            new Action("Drain it", "fleet drain " + key.target()));
      }
      case WORKER_INCOMPATIBLE ->
          made(
              key,
              0,
              0,
              "%s gets no slots: %s".formatted(key.target(), says(key)),
              "waiting for another version of it",
              new Action("See workers", "fleet status --why"));
      case WORKER_GATED ->
          made(
              key,
              0,
              since(key),
              "%s gets no new slots: %s".formatted(key.target(), says(key)),
              "looking again every few seconds; what runs there goes on",
              new Action("See workers", "fleet status --why"));
      case WORKER_LEAKS ->
          made(
              key,
              0,
              0,
              leaks(key.target()),
              "it ends with this worker's process; until then it is only counted",
              new Action("Drain it", "fleet drain " + key.target()));
      default -> {
        var evidence = view.why().getOrDefault(slots.getFirst(), new Why("", 0, "")).evidence();
        yield made(
            key,
            count,
            since,
            "%s wait: %s%s"
                .formatted(
                    of(key, count),
                    words(key.reason()),
                    evidence.isEmpty() ? "" : " (" + evidence + ")"),
            "placing them as soon as a worker can take them",
            new Action("Add a worker", "fleet worker"));
      }
    };
  }

  private String leaks(String name) {
    var worker = view.workers().get(name);
    var left = worker == null ? 0 : worker.ledger().leaked();
    return "%s: slots that have ended left %s open".formatted(name, Text.count(left, "thing"));
  }

  private long since(Key key) {
    var worker = view.workers().get(key.target());
    return worker == null ? 0 : worker.closed().sinceMillis();
  }

  private String says(Key key) {
    var worker = view.workers().get(key.target());
    return worker == null ? "" : worker.intake().word();
  }

  private Need silent(Key key, List<SlotId> slots, long since) {
    var worker = view.workers().get(key.target());
    var silent = worker == null ? 0 : worker.silentMillis();
    var left = view.desired().spec().failover().deadAfter().toMillis() - silent;
    return made(
        key,
        slots.size(),
        silent > 0 ? view.atMillis() - silent : since,
        "%s has been silent for %s and holds %s"
            .formatted(key.target(), Text.span(silent), Text.count(slots.size(), "slot")),
        left > 0
            ? "verdict in " + Text.span(left) + ", then its slots move"
            : "its slots move as soon as the leader has judged it",
        new Action("See workers", "fleet status --why"));
  }

  private String nextTry(List<SlotId> slots) {
    var next =
        slots.stream()
            .map(view::spec)
            .mapToLong(SlotSpec::untilMillis)
            .filter(until -> until > view.atMillis())
            .min();
    return next.isPresent()
        ? "next try in " + Text.span(next.getAsLong() - view.atMillis())
        : "trying again now";
  }

  private String of(Key key, int count) {
    var automation = view.desired().spec().automations().get(key.target());
    return automation == null
        ? Text.count(count, "slot")
        : "%s of %s".formatted(Text.count(count), Text.count(automation.slots(), "slot"));
  }

  private static String words(String code) {
    return CurrentReason.reason(code).map(Reason::sentence).orElse(code);
  }

  private static Need made(
      Key key, int count, long since, String sentence, String doing, Action action) {
    return new Need(
        key.kind(), key.target(), key.reason(), count, since, sentence, doing, List.of(action));
  }
}
