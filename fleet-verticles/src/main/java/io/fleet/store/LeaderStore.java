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
 * Everything that only the leader writes. Each call is one script with the guard, or many of them
 * pipelined; the answer says whether it happened. Thread-safe; used by {@code master} alone.
 *
 * @since 0.1
 */
public final class LeaderStore {
  private static final Script ACQUIRE = Script.beside(LeaderStore.class, "acquire");
  private static final Script INIT = Script.beside(LeaderStore.class, "init");
  private static final Script RENEW = Script.beside(LeaderStore.class, "renew");
  private static final Script RESIGN = Script.beside(LeaderStore.class, "resign");
  private static final Script TRANSITION = Script.beside(LeaderStore.class, "transition");
  private static final Script REMOVE = Script.beside(LeaderStore.class, "remove");
  private static final Script HSET = Script.beside(LeaderStore.class, "guarded_hset");
  private static final Script CONFIG = Script.beside(LeaderStore.class, "config");
  private static final Script FORGET = Script.beside(LeaderStore.class, "forget");

  private final RedisLink redis;
  private final Keys keys;

  /** For one fleet. */
  public LeaderStore(RedisLink redis, Keys keys) {
    this.redis = redis;
    this.keys = keys;
  }

  /**
   * The answer to {@link #acquire}.
   *
   * @param held whether somebody else leads
   * @param highestEpoch the highest epoch that Redis or any worker has seen
   */
  public record Acquired(boolean held, long highestEpoch) {}

  /**
   * The answer to {@link #init}.
   *
   * @param outcome {@code OK}, {@code LOST} (the lease is somebody else's) or {@code LOWER} (a
   *     higher epoch was here)
   * @param runId of the server
   * @param clean whether this very run of Redis has been taken over before, so that its records may
   *     be believed
   */
  public record Begun(String outcome, String runId, boolean clean) {}

  /** Takes the leader lease if nobody has it. */
  public Future<Acquired> acquire(String token, Duration lease) {
    return redis
        .eval(
            ACQUIRE,
            List.of(keys.leader(), keys.meta(), keys.beats()),
            List.of(token, "" + lease.toMillis()))
        .map(LeaderStore::acquired);
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

  /** Begins an epoch; it must be durable in the snapshot. */
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

  /** Prolongs the lease. */
  public Future<Verdict> renew(Leadership lead, Duration lease) {
    return redis
        .eval(
            RENEW,
            List.of(keys.leader(), keys.meta()),
            List.of(lead.token(), "" + lead.epoch(), lead.runId(), "" + lease.toMillis()))
        .map(LeaderStore::verdict);
  }

  /** Gives the lease back at once, so that a standby need not wait for its end. */
  public Future<Void> resign(String token) {
    return redis.eval(RESIGN, List.of(keys.leader()), List.of(token)).mapEmpty();
  }

  /** Moves slots, in order; one verdict each. */
  public Future<List<Verdict>> move(Leadership lead, List<Transition> moves) {
    return redis
        .evalAll(TRANSITION, moves.stream().map(move -> call(lead, move)).toList())
        .map(LeaderStore::verdicts);
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

  /** Removes the records of ownerless slots. */
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
    return redis.evalAll(REMOVE, calls).map(LeaderStore::verdicts);
  }

  /**
   * Says that the barrier of this run of Redis is over: its records may be believed from now on.
   */
  public Future<Verdict> markClean(Leadership lead) {
    return hset(lead, keys.meta(), false, Map.of("cleanRunId", lead.runId()));
  }

  /** Publishes the desired state; the snapshot must have it already. */
  public Future<Verdict> putDesired(Leadership lead, Map<String, String> desired) {
    return hset(lead, keys.desired(), true, desired);
  }

  /** Says why slots are as they are; an empty text removes a slot's line. */
  public Future<Verdict> putWhy(Leadership lead, Map<String, String> lines, boolean replace) {
    return lines.isEmpty() && !replace
        ? Future.succeededFuture(Verdict.OK)
        : hset(lead, keys.why(), replace, lines);
  }

  /** Puts configs, each under the hash of its content. */
  public Future<List<Verdict>> putConfigs(Leadership lead, Map<String, String> textByHash) {
    var calls =
        textByHash.entrySet().stream()
            .map(
                e ->
                    new Call(
                        List.of(keys.leader(), keys.meta(), keys.config(e.getKey())),
                        List.of(lead.token(), "" + lead.epoch(), lead.runId(), e.getValue())))
            .toList();
    return redis.evalAll(CONFIG, calls).map(LeaderStore::verdicts);
  }

  /** Drops what is known of a worker that said good-bye. */
  public Future<Verdict> forget(Leadership lead, String worker, String beat) {
    return redis
        .eval(
            FORGET,
            List.of(keys.leader(), keys.meta(), keys.beats(), keys.report(worker)),
            List.of(lead.token(), "" + lead.epoch(), lead.runId(), worker, beat))
        .map(LeaderStore::verdict);
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
        .map(LeaderStore::verdict);
  }

  private static Verdict verdict(Response answer) {
    return Verdict.valueOf(answer.toString());
  }

  private static List<Verdict> verdicts(List<Response> answers) {
    return answers.stream().map(LeaderStore::verdict).toList();
  }
}
