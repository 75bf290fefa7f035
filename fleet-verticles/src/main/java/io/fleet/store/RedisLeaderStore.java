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
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The leader's writes as Lua scripts with the guard, many in one call.
 *
 * @since 0.1
 */
public final class RedisLeaderStore implements LeaderStore {
  /** Items of one call: Redis serves nobody else for about as many times 15 microseconds. */
  private static final int BATCH = 100;

  /** Items under way at once; each window has a time-out of its own. */
  private static final int WINDOW = 4_000;

  /** Fields of one call. */
  private static final int LINES = 1_000;

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
            List.of(keys.leader(), keys.meta(), keys.beats(), keys.standbys()),
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
    return batches(
        TRANSITION,
        List.of(
            keys.leader(),
            keys.meta(),
            keys.beats(),
            keys.events(),
            keys.slots(),
            keys.revisions()),
        List.of(lead.token(), "" + lead.epoch(), lead.runId(), keys.control()),
        moves,
        RedisLeaderStore::add);
  }

  private static void add(Transition move, List<String> args) {
    var from = move.from();
    var to = move.to();
    args.add(to.slot().toString());
    args.add(to.slot().automation());
    args.add(Long.toString(from.gen().value()));
    args.add(from.recorded() ? from.state().name() : "NONE");
    args.add(move.judgedWorker());
    args.add(move.judgedBeat());
    args.add(Integer.toString(move.desired()));
    args.add(move.maxUnavailable() < 0 ? "" : Integer.toString(move.maxUnavailable()));
    args.add(Long.toString(to.gen().value()));
    args.add(to.state().name());
    args.add(to.worker());
    args.add(Long.toString(to.boot()));
    args.add(to.cfg());
    args.add(to.cause().name());
    args.add(Long.toString(to.untilMillis()));
    args.add(Long.toString(to.sinceMillis()));
    args.add(Integer.toString(to.failures()));
    args.add(to.detail());
  }

  @Override
  public Future<List<Verdict>> remove(Leadership lead, List<SlotSpec> slots, long nowMillis) {
    return batches(
        REMOVE,
        List.of(keys.leader(), keys.meta(), keys.events(), keys.slots()),
        List.of(lead.token(), "" + lead.epoch(), lead.runId(), keys.control(), "" + nowMillis),
        slots,
        (spec, args) -> {
          args.add(spec.slot().toString());
          args.add(spec.slot().automation());
          args.add(Long.toString(spec.gen().value()));
          args.add(spec.state().name());
        });
  }

  /**
   * Many items a call, so that a pass costs few round trips, and not too many, so that Redis serves
   * the heartbeats between two calls. A call applies to all of its items or, when it is fenced, to
   * none.
   */
  private <T> Future<List<Verdict>> batches(
      Script script,
      List<String> scriptKeys,
      List<String> guard,
      List<T> items,
      BiConsumer<T, List<String>> add) {
    var verdicts = new ArrayList<Verdict>(items.size());
    var written = Future.<Void>succeededFuture();
    for (var from = 0; from < items.size(); from += WINDOW) {
      var window = items.subList(from, Math.min(items.size(), from + WINDOW));
      written =
          written.compose(
              before ->
                  redis
                      .evalAll(script, calls(scriptKeys, guard, window, add))
                      .map(
                          answers -> {
                            for (var i = 0; i < answers.size(); i++) {
                              var count = Math.min(BATCH, window.size() - i * BATCH);
                              verdicts.addAll(verdicts(answers.get(i).toString(), count));
                            }
                            return null;
                          }));
    }
    return written.map(done -> verdicts);
  }

  private static <T> List<Call> calls(
      List<String> scriptKeys,
      List<String> guard,
      List<T> window,
      BiConsumer<T, List<String>> add) {
    var calls = new ArrayList<Call>();
    for (var from = 0; from < window.size(); from += BATCH) {
      var args = new ArrayList<>(guard);
      window
          .subList(from, Math.min(window.size(), from + BATCH))
          .forEach(item -> add.accept(item, args));
      calls.add(new Call(scriptKeys, args));
    }
    return calls;
  }

  private static List<Verdict> verdicts(String letters, int count) {
    if (letters.equals("F")) {
      return Collections.nCopies(count, Verdict.FENCED);
    }
    if (letters.length() != count) {
      throw new IllegalStateException(count + " items, but the verdicts are " + letters);
    }
    return letters
        .chars()
        .mapToObj(
            letter ->
                switch (letter) {
                  case 'O' -> Verdict.OK;
                  case 'S' -> Verdict.STALE;
                  case 'A' -> Verdict.ALIVE;
                  case 'B' -> Verdict.BUDGET;
                  default -> throw new IllegalStateException("no verdict: " + letters);
                })
        .toList();
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
        : say(lead, List.copyOf(lines.entrySet()), replace);
  }

  /** In pieces: a hundred thousand lines in one call would hold Redis up for as many heartbeats. */
  private Future<Verdict> say(
      Leadership lead, List<Map.Entry<String, String>> lines, boolean replace) {
    var first = lines.subList(0, Math.min(LINES, lines.size()));
    var fields = new HashMap<String, String>();
    first.forEach(line -> fields.put(line.getKey(), line.getValue()));
    return hset(lead, keys.why(), replace, fields)
        .compose(
            verdict ->
                verdict != Verdict.OK || first.size() == lines.size()
                    ? Future.succeededFuture(verdict)
                    : say(lead, lines.subList(LINES, lines.size()), false));
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
            List.of(
                keys.leader(), keys.meta(), keys.beats(), keys.report(worker), keys.revisions()),
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
