package io.fleet.reconcile;

import static io.fleet.reconcile.Standing.Kind.BRAKED;
import static io.fleet.reconcile.Standing.Kind.GATED;

import io.fleet.config.AutomationSpec;
import io.fleet.config.Bytes;
import io.fleet.protocol.Code;
import io.fleet.slot.Reason;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Why there is no seat for an automation. */
final class Refusal {
  private static final int MOST_NAMES = 3;

  /** What a worker may say of its host. */
  private static final Set<Reason> GATES = EnumSet.of(Reason.MEMORY_HIGH, Reason.CLOCK_SKEWED);

  private Refusal() {}

  static Explanation of(Seats seats, AutomationSpec automation) {
    var waiting = seats.all().stream().filter(seat -> waits(seat, BRAKED, automation)).count();
    if (waiting > 0) {
      return new Explanation(
          Reason.BRAKE_ON, "%d workers with room wait for their turn".formatted(waiting));
    }
    var gated = seats.all().stream().filter(seat -> waits(seat, GATED, automation)).toList();
    if (!gated.isEmpty()) {
      return new Explanation(
          reason(gated),
          some(gated.stream().map(seat -> seat.name() + ": " + word(seat.view)).toList()));
    }
    var suiting = seats.suiting(automation).seats();
    var closed = suiting.isEmpty() ? closed(seats, automation) : "";
    if (!closed.isEmpty()) {
      return new Explanation(
          Reason.NO_ELIGIBLE_WORKER, "who could take it takes no slots: " + closed);
    }
    var usable = seats.all().stream().filter(Seat::usable).toList();
    if (usable.isEmpty()) {
      return new Explanation(Reason.NO_ELIGIBLE_WORKER, "no worker is up" + strangers(seats));
    }
    var labelled = usable.stream().filter(seat -> seat.view.wears(automation.require())).toList();
    if (usable.stream().noneMatch(seat -> seat.view.knows(automation))) {
      return new Explanation(Reason.VERSION_MISSING, "no worker has " + code(automation, usable));
    }
    if (labelled.isEmpty()) {
      return new Explanation(Reason.CONSTRAINT_UNMET, "needs labels " + labels(automation));
    }
    if (suiting.isEmpty()) {
      return new Explanation(
          Reason.VERSION_MISSING,
          "no worker with labels " + labels(automation) + " has " + code(automation, usable));
    }
    return new Explanation(Reason.NO_ROOM, room(suiting, automation));
  }

  /** What there is too little of where it could be. */
  private static String room(List<Seat> suiting, AutomationSpec automation) {
    if (suiting.stream().anyMatch(seat -> !seat.full(automation))) {
      return "at most %d on each of %d hosts"
          .formatted(
              automation.maxSlotsPerHost(),
              suiting.stream().map(seat -> seat.view.host()).distinct().count());
    }
    if (suiting.stream().allMatch(seat -> automation.memoryBytes() > seat.view.memoryBytes())) {
      return tooMuch(automation, suiting.stream().map(seat -> seat.view).toList());
    }
    var promised =
        suiting.stream().filter(seat -> seat.used < seat.view.capacity()).map(Seat::name).toList();
    return promised.isEmpty()
        ? "%d workers are full (%d slots)"
            .formatted(
                suiting.size(), suiting.stream().mapToInt(seat -> seat.view.capacity()).sum())
        : "needs %s of memory, which is promised to others on %s"
            .formatted(automation.threads().limit(), some(promised));
  }

  /** More memory than any of them has to promise. */
  static String tooMuch(AutomationSpec automation, List<WorkerView> views) {
    return "needs %s of memory, and no worker promises more than %s"
        .formatted(
            automation.threads().limit(),
            new Bytes(views.stream().mapToLong(WorkerView::memoryBytes).max().orElse(0)));
  }

  /**
   * What the first of them says; one that a later version has a word for is closed all the same.
   */
  private static Reason reason(List<Seat> gated) {
    var said = gated.getFirst().view.intake().closed();
    return GATES.stream()
        .filter(reason -> reason.name().equals(said))
        .findFirst()
        .orElse(Reason.NO_ELIGIBLE_WORKER);
  }

  /** Whether a seat would do, with room, if it did not stand like that. */
  private static boolean waits(Seat seat, Standing.Kind kind, AutomationSpec automation) {
    return !seat.stuck
        && seat.view.standing().kind() == kind
        && !seat.full(automation)
        && fits(seat, automation);
  }

  /** Whether a seat would do if it were open. */
  private static boolean fits(Seat seat, AutomationSpec automation) {
    return seat.up && seat.view.wears(automation.require()) && seat.view.knows(automation);
  }

  /** Those that would do and take nothing, and why. */
  private static String closed(Seats seats, AutomationSpec automation) {
    var closed =
        seats.all().stream().filter(seat -> fits(seat, automation) && !seat.usable()).toList();
    return some(
        closed.stream()
            .map(seat -> seat.name() + " " + (seat.stuck ? "is stuck" : word(seat.view)))
            .toList());
  }

  private static String word(WorkerView view) {
    return view.standing().word();
  }

  static String labels(AutomationSpec automation) {
    return new TreeMap<>(automation.require()).toString();
  }

  private static String strangers(Seats seats) {
    var names =
        seats.all().stream().filter(seat -> !seat.view.compatible()).map(Seat::name).toList();
    return names.isEmpty() ? "" : "; INCOMPATIBLE, for they speak another protocol: " + some(names);
  }

  /** What is missing, and who has what instead. */
  private static String code(AutomationSpec automation, List<Seat> seats) {
    Map<String, List<String>> whoHas = new TreeMap<>();
    for (var seat : seats) {
      var code = seat.view.code();
      if (code != null) {
        code.stream()
            .filter(each -> each.isNamed(automation.className()))
            .map(Code::shown)
            .forEach(
                version -> {
                  var who = whoHas.computeIfAbsent(version, v -> new java.util.ArrayList<>());
                  who.add(seat.name());
                });
      }
    }
    var text =
        new StringBuilder(automation.className())
            .append(' ')
            .append(Code.shown(automation.version(), automation.code()));
    whoHas.forEach(
        (version, who) -> text.append("; ").append(version).append(": ").append(some(who)));
    if (whoHas.isEmpty()) {
      text.append("; no version of it: ").append(some(seats.stream().map(Seat::name).toList()));
    }
    return text.toString();
  }

  private static String some(List<String> names) {
    var sorted = new TreeSet<>(names);
    var first = String.join(", ", sorted.stream().limit(MOST_NAMES).toList());
    return sorted.size() <= MOST_NAMES
        ? first
        : first + " and " + (sorted.size() - MOST_NAMES) + " more";
  }
}
