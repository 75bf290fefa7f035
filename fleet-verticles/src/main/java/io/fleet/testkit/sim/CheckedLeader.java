package io.fleet.testkit.sim;

import io.fleet.protocol.SlotSpec;
import io.fleet.protocol.Transition;
import io.fleet.store.LeaderStore;
import io.fleet.store.Leadership;
import io.fleet.store.MemoryStore;
import io.fleet.store.Verdict;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The server's side of a leader's writes; the checker sees each that is accepted. */
final class CheckedLeader implements LeaderStore {
  private final MemoryStore memory;
  private final Checker checker;

  CheckedLeader(MemoryStore memory, Checker checker) {
    this.memory = memory;
    this.checker = checker;
  }

  @Override
  public Future<Acquired> acquire(String token, Duration lease) {
    return memory.acquire(token, lease);
  }

  @Override
  public Future<Begun> init(String token, long epoch) {
    return memory
        .init(token, epoch)
        .onSuccess(
            begun -> {
              if (begun.outcome().equals("OK")) {
                checker.wrote(token, epoch);
              }
            });
  }

  @Override
  public Future<Verdict> renew(Leadership lead, Duration lease) {
    return seen(lead, memory.renew(lead, lease));
  }

  @Override
  public Future<Void> resign(String token) {
    return memory.resign(token);
  }

  @Override
  public Future<List<Verdict>> move(Leadership lead, List<Transition> moves) {
    var verdicts = new java.util.ArrayList<Verdict>();
    for (var move : moves) {
      verdicts.add(one(lead, move));
    }
    return Future.succeededFuture(verdicts);
  }

  private Verdict one(Leadership lead, Transition move) {
    var verdict = memory.move(lead, List.of(move)).result().getFirst();
    if (verdict == Verdict.OK) {
      checker.wrote(lead.token(), lead.epoch());
      checker.moved(memory.state().events().getLast());
      if (move.maxUnavailable() >= 0) {
        var slot = move.from().slot();
        checker.drained(
            slot, move.desired(), memory.state().running(slot.automation()), move.maxUnavailable());
      }
    }
    return verdict;
  }

  @Override
  public Future<List<Verdict>> remove(Leadership lead, List<SlotSpec> slots, long nowMillis) {
    var before = memory.state().events().size();
    return memory
        .remove(lead, slots, nowMillis)
        .onSuccess(
            verdicts -> {
              var events = memory.state().events();
              for (var event : events.subList(Math.min(before, events.size()), events.size())) {
                checker.wrote(lead.token(), lead.epoch());
                checker.moved(event);
              }
            });
  }

  @Override
  public Future<Verdict> markClean(Leadership lead) {
    return seen(lead, memory.markClean(lead));
  }

  @Override
  public Future<Verdict> putDesired(Leadership lead, Map<String, String> desired) {
    return seen(lead, memory.putDesired(lead, desired));
  }

  @Override
  public Future<Verdict> putIntents(Leadership lead, Map<String, String> intents) {
    return seen(lead, memory.putIntents(lead, intents));
  }

  @Override
  public Future<Verdict> putStandings(Leadership lead, Map<String, String> standings) {
    return seen(lead, memory.putStandings(lead, standings));
  }

  @Override
  public Future<Verdict> putWhy(Leadership lead, Map<String, String> lines, boolean replace) {
    return seen(lead, memory.putWhy(lead, lines, replace));
  }

  @Override
  public Future<List<Verdict>> putConfigs(Leadership lead, Map<String, String> textByHash) {
    return memory.putConfigs(lead, textByHash);
  }

  @Override
  public Future<Verdict> forget(Leadership lead, String worker, String beat) {
    return seen(lead, memory.forget(lead, worker, beat));
  }

  private Future<Verdict> seen(Leadership lead, Future<Verdict> answer) {
    return answer.onSuccess(
        verdict -> {
          if (verdict == Verdict.OK) {
            checker.wrote(lead.token(), lead.epoch());
          }
        });
  }
}
