package io.fleet.store;

import io.fleet.protocol.Beat;
import io.fleet.protocol.SlotSpec;
import io.fleet.redis.Keys;
import io.fleet.redis.Pairs;
import io.fleet.redis.RedisLink;
import io.fleet.slot.SlotId;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads the state of the fleet; writes nothing. Thread-safe; anyone may use it.
 *
 * @since 0.1
 */
public final class FleetReader implements LeaderReader {
  /** Several tries of the slowest standby. */
  private static final long STANDBY_SECONDS = 6;

  private final RedisLink redis;
  private final Keys keys;

  /** For one fleet. */
  public FleetReader(RedisLink redis, Keys keys) {
    this.redis = redis;
    this.keys = keys;
  }

  @Override
  public Duration splitDoubt() {
    return redis.splitDoubt();
  }

  @Override
  public Future<Map<SlotId, SlotSpec>> specs() {
    return scan("0", new TreeSet<>()).compose(slots -> specs(List.copyOf(slots)));
  }

  /** In pieces: Redis would serve nobody else while it lists a hundred thousand. */
  private Future<Set<SlotId>> scan(String cursor, Set<SlotId> found) {
    return redis
        .send(Command.SSCAN, keys.slots(), cursor, "COUNT", "2000")
        .compose(
            answer -> {
              answer.get(1).forEach(name -> found.add(SlotId.of(name.toString())));
              var next = answer.get(0).toString();
              return next.equals("0") ? Future.succeededFuture(found) : scan(next, found);
            });
  }

  @Override
  public Future<Map<SlotId, SlotSpec>> specs(List<SlotId> slots) {
    if (slots.isEmpty()) {
      return Future.succeededFuture(new TreeMap<>());
    }
    var requests =
        slots.stream()
            .map(slot -> Request.cmd(Command.HGETALL).arg(keys.spec(slot.toString())))
            .toList();
    return redis
        .sendAll(requests)
        .map(
            answers -> {
              var specs = new TreeMap<SlotId, SlotSpec>();
              for (var i = 0; i < slots.size(); i++) {
                var hash = Pairs.of(answers.get(i));
                if (!hash.isEmpty()) {
                  specs.put(slots.get(i), SlotSpec.read(slots.get(i), hash));
                }
              }
              return specs;
            });
  }

  @Override
  public Future<Map<String, String>> beats() {
    return redis.send(Command.HGETALL, keys.beats()).map(Pairs::of);
  }

  @Override
  public Future<Map<String, Long>> certificates(List<String> workers) {
    if (workers.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    return redis
        .send(Command.MGET, workers.stream().map(keys::certificate).toArray(String[]::new))
        .map(
            answer -> {
              var certificates = new HashMap<String, Long>();
              for (var i = 0; i < workers.size(); i++) {
                var boot = answer.get(i);
                certificates.put(
                    workers.get(i), boot == null ? 0L : Long.parseLong(boot.toString()));
              }
              return certificates;
            });
  }

  @Override
  public Future<Map<String, Reported>> reports(List<String> workers) {
    if (workers.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    var requests =
        workers.stream()
            .map(worker -> Request.cmd(Command.HGETALL).arg(keys.report(worker)))
            .toList();
    return redis
        .sendAll(requests)
        .map(
            answers -> {
              var reports = new HashMap<String, Reported>();
              for (var i = 0; i < workers.size(); i++) {
                var hash = Pairs.of(answers.get(i));
                var body = hash.get("body");
                if (body != null) {
                  reports.put(
                      workers.get(i),
                      new Reported(
                          Long.parseLong(hash.getOrDefault("boot", "0")),
                          Long.parseLong(hash.getOrDefault("seq", "0")),
                          ReportBody.read(body, hash.getOrDefault("live", "{}"))));
                }
              }
              return reports;
            });
  }

  @Override
  public Future<Map<String, String>> desired() {
    return redis.send(Command.HGETALL, keys.desired()).map(Pairs::of);
  }

  /** Names of the masters that lately found the leadership taken: each tries about each second. */
  public Future<List<String>> standbys() {
    var now = redis.send(Command.TIME);
    return redis
        .send(Command.HGETALL, keys.standbys())
        .compose(
            tries ->
                now.map(
                    time ->
                        new TreeMap<>(Pairs.of(tries))
                            .entrySet().stream()
                                .filter(
                                    tried ->
                                        time.get(0).toLong() - Long.parseLong(tried.getValue())
                                            <= STANDBY_SECONDS)
                                .map(Map.Entry::getKey)
                                .toList()));
  }

  /** Workers that take no slots: worker to {@code KIND since word}; the brake is under *. */
  public Future<Map<String, String>> standings() {
    return redis.send(Command.HGETALL, keys.standing()).map(Pairs::of);
  }

  /** What operators have ordered: the name of each intent to its text. */
  public Future<Map<String, String>> intents() {
    return redis.send(Command.HGETALL, keys.intent()).map(Pairs::of);
  }

  /** Why slots are as they are: slot to {@code CODE evidence}. */
  public Future<Map<String, String>> why() {
    return redis.send(Command.HGETALL, keys.why()).map(Pairs::of);
  }

  /** Epoch, run ids and schema. */
  public Future<Map<String, String>> meta() {
    return redis.send(Command.HGETALL, keys.meta()).map(Pairs::of);
  }

  /** The token of whoever leads now, if anybody. */
  public Future<Optional<String>> leader() {
    return redis
        .send(Command.GET, keys.leader())
        .map(token -> Optional.ofNullable(token).map(Response::toString));
  }

  /** Events after an id (exclusive; {@code 0} for the beginning), oldest first. */
  public Future<List<SlotEvent>> eventsAfter(String id, int limit) {
    return redis
        .send(Command.XRANGE, keys.events(), "(" + id, "+", "COUNT", "" + limit)
        .map(FleetReader::events);
  }

  /** The newest events, newest first. */
  public Future<List<SlotEvent>> lastEvents(int limit) {
    return redis
        .send(Command.XREVRANGE, keys.events(), "+", "-", "COUNT", "" + limit)
        .map(FleetReader::events);
  }

  /** Parses every beat of {@link #beats}. */
  public static Map<String, Beat> parse(Map<String, String> beats) {
    var parsed = new HashMap<String, Beat>();
    beats.forEach((worker, beat) -> parsed.put(worker, Beat.parse(beat)));
    return parsed;
  }

  private static List<SlotEvent> events(Response answer) {
    var events = new ArrayList<SlotEvent>(answer.size());
    for (var entry : answer) {
      var f = Pairs.of(entry.get(1));
      events.add(
          new SlotEvent(
              entry.get(0).toString(),
              number(f, "at"),
              f.getOrDefault("slot", ""),
              f.getOrDefault("from", ""),
              f.getOrDefault("to", ""),
              number(f, "gen"),
              number(f, "epoch"),
              f.getOrDefault("worker", ""),
              number(f, "boot"),
              f.getOrDefault("cfg", ""),
              f.getOrDefault("cause", ""),
              number(f, "until"),
              (int) number(f, "failures"),
              f.getOrDefault("detail", "")));
    }
    return events;
  }

  private static long number(Map<String, String> fields, String name) {
    var text = fields.getOrDefault(name, "");
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }
}
