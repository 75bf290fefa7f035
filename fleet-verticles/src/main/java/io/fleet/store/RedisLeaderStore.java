package io.fleet.store;

import io.fleet.protocol.SlotSpec;
import io.fleet.protocol.Transition;
import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.fleet.redis.RedisLink.Call;
import io.fleet.redis.Script;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The leader's writes as Lua scripts with the guard, many of them pipelined.
 *
 * @since 0.1
 */
public final class RedisLeaderStore implements LeaderStore {
  private static final Script ACQUIRE = Script.beside(RedisLeaderStore.class, "acquire");
  private static final Script INIT = Script.beside(RedisLeaderStore.class, "init");
  private static final Script RENEW = Script.beside(RedisLeaderStore.class, "renew");
  private static final Script RESIGN = Script.beside(RedisLeaderStore.class, "resign");
  private static final Script TRANSITION = Script.beside(RedisLeaderStore.class, "transition");
  private static final Script REMOVE = Script.beside(RedisLeaderStore.class, "remove");
  private static final Script HSET = Script.beside(RedisLeaderStore.class, "guarded_hset");
  private static final Script CONFIG = Script.beside(RedisLeaderStore.class, "config");
  private static final Script FORGET = Script.beside(RedisLeaderStore.class, "forget");

  private final RedisLink redis;
  private final Keys keys;

  /** For one fleet. */
  public RedisLeaderStore(RedisLink redis, Keys keys) {
    this.redis = redis;
    this.keys = keys;
  }

  @Override
  public Future<Acquired> acquire(String token, Duration lease) {
    return redis
        .eval(
            ACQUIRE,
            List.of(keys.leader(), keys.meta(), keys.beats()),
            List.of(token, "" + lease.toMillis()))
        .map(RedisLeaderStore::acquired);
  }

  private static Acquired acquired(Response answer) {
    if (!"OK".equals(answer.get(0).toString())) {
      return new Acquired(true, 0);
    }
    var highest = Long.parseLong(answer.get(1).toString());
    for (var beat : answer.get(2)) {
      highest = Math.max(highest, io.fleet.protocol.Beat.parse(beat.toString()).seen());
    }
    return new Acquired(false, highest);
  }

  @Override
  public Future<Begun> init(String token, long epoch) {
    return redis
        .eval(INIT, List.of(keys.leader(), keys.meta()), List.of(token, "" + epoch))
        .map(
            answer -> {
              var outcome = answer.get(0).toString();
              return "OK".equals(outcome)
                  ? new Begun(
                      outcome, answer.get(1).toString(), "CLEAN".equals(answer.get(2).toString()))
                  : new Begun(outcome, "", false);
            });
  }

  @Override
  public Future<Verdict> renew(Leadership lead, Duration lease) {
    return redis
        .eval(
            RENEW,
            List.of(keys.leader(), keys.meta()),
            List.of(lead.token(), "" + lead.epoch(), lead.runId(), "" + lease.toMillis()))
        .map(RedisLeaderStore::verdict);
  }

  @Override
  public Future<Void> resign(String token) {
    return redis.eval(RESIGN, List.of(keys.leader()), List.of(token)).mapEmpty();
  }

  @Override
  public Future<List<Verdict>> move(Leadership lead, List<Transition> moves) {
    return redis
        .evalAll(TRANSITION, moves.stream().map(move -> call(lead, move)).toList())
        .map(RedisLeaderStore::verdicts);
  }

  private Call call(Leadership lead, Transition move) {
    var from = move.from();
    var to = move.to();
    var slot = from.slot().toString();
    return new Call(
        List.of(
            keys.leader(),
            keys.meta(),
            keys.beats(),
            keys.spec(slot),
            keys.running(from.slot().automation()),
            keys.of(from.worker().isEmpty() ? "-" : from.worker()),
            keys.of(to.worker().isEmpty() ? "-" : to.worker()),
            keys.events(),
            keys.slots()),
        List.of(
            lead.token(),
            "" + lead.epoch(),
            lead.runId(),
            "" + from.gen().value(),
            from.recorded() ? from.state().name() : "NONE",
            move.judgedWorker(),
            move.judgedBeat(),
            "" + move.desired(),
            move.maxUnavailable() < 0 ? "" : "" + move.maxUnavailable(),
            slot,
            "" + to.gen().value(),
            to.state().name(),
            to.worker(),
            "" + to.boot(),
            to.cfg(),
            to.cause().name(),
            "" + to.untilMillis(),
            "" + to.sinceMillis(),
            "" + to.failures(),
            to.detail()));
  }

  @Override
  public Future<List<Verdict>> remove(Leadership lead, List<SlotSpec> slots, long nowMillis) {
    var calls =
        slots.stream()
            .map(
                spec -> {
                  var slot = spec.slot().toString();
                  return new Call(
                      List.of(
                          keys.leader(),
                          keys.meta(),
                          keys.spec(slot),
                          keys.running(spec.slot().automation()),
                          keys.events(),
                          keys.slots()),
                      List.of(
                          lead.token(),
                          "" + lead.epoch(),
                          lead.runId(),
                          "" + spec.gen().value(),
                          spec.state().name(),
                          slot,
                          "" + nowMillis));
                })
            .toList();
    return redis.evalAll(REMOVE, calls).map(RedisLeaderStore::verdicts);
  }

  @Override
  public Future<Verdict> markClean(Leadership lead) {
    return hset(lead, keys.meta(), false, Map.of("cleanRunId", lead.runId()));
  }

  @Override
  public Future<Verdict> putDesired(Leadership lead, Map<String, String> desired) {
    return hset(lead, keys.desired(), true, desired);
  }

  @Override
  public Future<Verdict> putIntents(Leadership lead, Map<String, String> intents) {
    return hset(lead, keys.intent(), true, intents);
  }

  @Override
  public Future<Verdict> putStandings(Leadership lead, Map<String, String> standings) {
    return hset(lead, keys.standing(), true, standings);
  }

  @Override
  public Future<Verdict> putWhy(Leadership lead, Map<String, String> lines, boolean replace) {
    return lines.isEmpty() && !replace
        ? Future.succeededFuture(Verdict.OK)
        : hset(lead, keys.why(), replace, lines);
  }

  @Override
  public Future<List<Verdict>> putConfigs(Leadership lead, Map<String, String> textByHash) {
    var calls =
        textByHash.entrySet().stream()
            .map(
                e ->
                    new Call(
                        List.of(keys.leader(), keys.meta(), keys.config(e.getKey())),
                        List.of(lead.token(), "" + lead.epoch(), lead.runId(), e.getValue())))
            .toList();
    return redis.evalAll(CONFIG, calls).map(RedisLeaderStore::verdicts);
  }

  @Override
  public Future<Verdict> forget(Leadership lead, String worker, String beat) {
    return redis
        .eval(
            FORGET,
            List.of(keys.leader(), keys.meta(), keys.beats(), keys.report(worker)),
            List.of(lead.token(), "" + lead.epoch(), lead.runId(), worker, beat))
        .map(RedisLeaderStore::verdict);
  }

  private Future<Verdict> hset(
      Leadership lead, String key, boolean replace, Map<String, String> fields) {
    var args =
        new ArrayList<>(
            List.of(lead.token(), "" + lead.epoch(), lead.runId(), replace ? "replace" : "add"));
    fields.forEach(
        (field, value) -> {
          args.add(field);
          args.add(value);
        });
    return redis
        .eval(HSET, List.of(keys.leader(), keys.meta(), key), args)
        .map(RedisLeaderStore::verdict);
  }

  private static Verdict verdict(Response answer) {
    return Verdict.valueOf(answer.toString());
  }

  private static List<Verdict> verdicts(List<Response> answers) {
    return answers.stream().map(RedisLeaderStore::verdict).toList();
  }
}
