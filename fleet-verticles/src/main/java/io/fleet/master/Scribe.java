package io.fleet.master;

import io.fleet.loop.Loop;
import io.fleet.protocol.SlotSpec;
import io.fleet.protocol.Transition;
import io.fleet.reconcile.Desired;
import io.fleet.reconcile.FleetIndex;
import io.fleet.reconcile.Policies;
import io.fleet.reconcile.Step;
import io.fleet.reconcile.Takeover;
import io.fleet.slot.SlotId;
import io.fleet.store.LeaderReader;
import io.fleet.store.LeaderStore;
import io.fleet.store.Leadership;
import io.fleet.store.Verdict;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what was planned, and keeps the leader's memory to what is really written. Belongs to the
 * leader's loop; one plan at a time.
 */
final class Scribe {
  private static final Logger log = LoggerFactory.getLogger(Scribe.class);

  private final Loop loop;
  private final Leadership lead;
  private final LeaderStore store;
  private final LeaderReader reader;
  private final FleetIndex index;
  private final Policies policies;
  private final Signals signals;
  private final Function<Verdict, Future<Void>> check;
  private final Runnable doubt;
  private final WhyBoard board = new WhyBoard();
  private final Set<SlotId> unsure = new TreeSet<>();
  private boolean boardIsNew = true;
  private boolean more;

  /**
   * For one leadership.
   *
   * @param check fails for a write that was refused
   * @param doubt ends the leadership
   */
  Scribe(
      Loop loop,
      Leadership lead,
      LeaderStore store,
      LeaderReader reader,
      FleetIndex index,
      Policies policies,
      Signals signals,
      Function<Verdict, Future<Void>> check,
      Runnable doubt) {
    this.loop = loop;
    this.lead = lead;
    this.store = store;
    this.reader = reader;
    this.index = index;
    this.policies = policies;
    this.signals = signals;
    this.check = check;
    this.doubt = doubt;
  }

  /**
   * A write that was refused found another record than we know. It is read again, for nothing else
   * would ever tell: the worker goes on by what is written.
   */
  Future<Void> readAgain(Desired desired) {
    var slots = List.copyOf(unsure);
    return reader.specs(slots).map(found -> readAgain(slots, found, desired));
  }

  private @Nullable Void readAgain(
      List<SlotId> slots, Map<SlotId, SlotSpec> found, Desired desired) {
    for (var slot : slots) {
      var spec = found.get(slot);
      if (spec == null) {
        index.removed(slot);
      } else {
        read(spec, desired);
      }
      // The plan that was not carried out was told once.
      index.again(slot);
      unsure.remove(slot);
    }
    return null;
  }

  /** A record that was read; its moments may be of another clock. */
  void read(SlotSpec spec, Desired desired) {
    index.written(Takeover.cut(spec, desired, loop.millis()));
  }

  /** Writes a plan; true when there is more to do at once. A refused guard fails it. */
  Future<Boolean> write(Step plan) {
    var replace = boardIsNew;
    // What changed is told once: until it is known to be written, all of it has to be written
    // again.
    boardIsNew = true;
    more = false;
    plan.moves().forEach(move -> unsure.add(move.to().slot()));
    plan.removals().forEach(removal -> unsure.add(removal.slot()));
    return store
        .move(lead, plan.moves())
        .onFailure(this::unanswered)
        .compose(verdicts -> settle(plan.moves(), verdicts))
        .compose(
            settled ->
                store.remove(lead, plan.removals(), loop.millis()).onFailure(this::unanswered))
        .compose(
            verdicts -> {
              for (var i = 0; i < verdicts.size(); i++) {
                if (verdicts.get(i) == Verdict.OK) {
                  index.removed(plan.removals().get(i).slot());
                  unsure.remove(plan.removals().get(i).slot());
                  more = true;
                }
              }
              return verdicts.contains(Verdict.FENCED)
                  ? check.apply(Verdict.FENCED)
                  : Future.succeededFuture();
            })
        .compose(removed -> sayWhy(plan, replace))
        .map(said -> more);
  }

  /**
   * A write that nobody answered may happen at any later moment, so no reading can tell whether it
   * did. Nothing of ours can happen any more once another epoch has begun.
   */
  private void unanswered(Throwable e) {
    log.warn("a write was not answered epoch={} error={}", lead.epoch(), e.getMessage());
    doubt.run();
  }

  private Future<Void> settle(List<Transition> moves, List<Verdict> verdicts) {
    var written = new ArrayList<Transition>();
    for (var i = 0; i < moves.size(); i++) {
      var move = moves.get(i);
      switch (verdicts.get(i)) {
        case OK -> {
          index.written(move.to().writtenIn(lead.epoch()));
          unsure.remove(move.to().slot());
          written.add(move);
          policies.written(move, loop.nanos() / 1_000_000);
          log.debug(
              "slot moved slot={} gen={} from={} to={} worker={} cause={}",
              move.to().slot(),
              move.to().gen(),
              move.from().state(),
              move.to().state(),
              move.to().worker(),
              move.to().cause());
        }
        case STALE -> log.debug("move refused slot={} verdict=STALE", move.to().slot());
        case FENCED -> {
          return check.apply(Verdict.FENCED);
        }
        case ALIVE, BUDGET -> {
          unsure.remove(move.to().slot());
          log.debug("move refused slot={} verdict={}", move.to().slot(), verdicts.get(i));
        }
      }
    }
    Nudges.send(signals, written);
    more |= !written.isEmpty() || !unsure.isEmpty();
    return Future.succeededFuture();
  }

  private Future<Void> sayWhy(Step step, boolean replace) {
    var changes =
        replace
            ? board.whole(index.reasons(), loop.millis())
            : board.changes(step.said(), step.unsaid(), loop.millis());
    return store
        .putWhy(lead, changes, replace)
        .compose(check)
        .onSuccess(written -> boardIsNew = false);
  }
}
