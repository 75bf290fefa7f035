package io.fleet.reconcile;

import io.fleet.protocol.Intent;
import io.fleet.protocol.Transition;
import io.fleet.slot.Reason;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How workers stand: what operators ordered of them, who is quarantined, and whose turn it is under
 * the brake. It learns of failures from the moves that were written, and forgets them with its
 * leadership: a new leader starts with a clean sheet, which errs on the side of healing. Time comes
 * in as values, from a monotonic clock. Deterministic, but mutable: one thread at a time.
 *
 * @since 0.1
 */
public final class Policies {
  private static final Set<Reason> FAILED =
      EnumSet.of(Reason.FAILED, Reason.FAILED_PERMANENT, Reason.RESTART_ATTEMPTS);

  /**
   * A worker that is back with a later boot by itself is not lost: after a silence of the store all
   * of them are, and must not be braked.
   */
  private static final Set<Reason> LOST =
      EnumSet.of(Reason.WORKER_LOST, Reason.WORKER_DIED, Reason.CODE_WILL_NOT_STOP);

  /**
   * The outcome.
   *
   * @param workers as they were given, with their standing
   * @param braked whether the brake is on
   */
  public record Judged(Map<String, WorkerView> workers, boolean braked) {}

  private final Faults faults = new Faults();
  private final Brake brake = new Brake();
  private final WorkerQuarantine quarantine = new WorkerQuarantine();

  /** A move was written. */
  public void written(Transition move, long nowMillis) {
    var from = move.from();
    if (!from.state().owned() || move.to().state() == from.state()) {
      return;
    }
    if (FAILED.contains(move.to().cause())) {
      faults.failed(from.slot(), from.worker(), nowMillis);
    } else if (LOST.contains(move.to().cause())) {
      faults.lost(from.slot(), from.worker(), nowMillis);
    }
  }

  /**
   * Judges all workers.
   *
   * @param intents of operators
   * @param wanted slots that should run
   * @param used slots that each worker holds
   * @param freshMillis silence beyond which a worker takes nothing
   */
  public Judged judge(
      Map<String, WorkerView> workers,
      Collection<Intent> intents,
      int wanted,
      Map<String, Integer> used,
      long freshMillis,
      long nowMillis) {
    faults.expire(nowMillis);
    var up = up(workers, freshMillis);
    var standings = new HashMap<String, Standing>();
    quarantine
        .judge(faults, up, nowMillis)
        .forEach((name, word) -> standings.put(name, Standing.of(Standing.Kind.QUARANTINED, word)));
    workers.values().stream()
        .filter(view -> !view.intake().closed().isEmpty())
        .forEach(
            view ->
                standings.putIfAbsent(
                    view.name(), Standing.of(Standing.Kind.GATED, view.intake().word())));
    intents.forEach(intent -> order(intent, standings));
    var braked = brake.weigh(faults.troubled(), faults.troubledWorkers(), wanted);
    if (braked) {
      hold(workers, up, used, standings, nowMillis);
    }
    var judged = new TreeMap<String, WorkerView>();
    workers.forEach(
        (name, view) ->
            judged.put(name, view.standing(standings.getOrDefault(name, Standing.OPEN))));
    return new Judged(judged, braked);
  }

  private static SortedSet<String> up(Map<String, WorkerView> workers, long freshMillis) {
    var up = new TreeSet<String>();
    workers.values().stream()
        .filter(view -> Seat.up(view, freshMillis))
        .forEach(view -> up.add(view.name()));
    return up;
  }

  /** What a person ordered comes before what we found, and a drain before a cordon. */
  private static void order(Intent intent, Map<String, Standing> standings) {
    if (intent.kind() == Intent.Kind.DRAIN) {
      standings.put(
          intent.target(),
          new Standing(Standing.Kind.DRAINING, "drained " + intent.by(), intent.number()));
    } else if (intent.kind() == Intent.Kind.CORDON) {
      var present = standings.get(intent.target());
      if (present == null || present.kind() != Standing.Kind.DRAINING) {
        standings.put(
            intent.target(), Standing.of(Standing.Kind.CORDONED, "cordoned " + intent.by()));
      }
    }
  }

  private void hold(
      Map<String, WorkerView> workers,
      SortedSet<String> up,
      Map<String, Integer> used,
      Map<String, Standing> standings,
      long nowMillis) {
    var willing = new TreeSet<String>();
    for (var name : up) {
      var view = workers.get(name);
      var room = view != null && used.getOrDefault(name, 0) < view.capacity();
      if (room && !standings.containsKey(name)) {
        willing.add(name);
      }
    }
    var turn = brake.turn(willing, nowMillis).orElse("");
    for (var name : workers.keySet()) {
      if (!name.equals(turn)) {
        standings.putIfAbsent(name, Standing.of(Standing.Kind.BRAKED, Reason.BRAKE_ON.sentence()));
      }
    }
  }
}
