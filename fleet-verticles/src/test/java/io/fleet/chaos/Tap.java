package io.fleet.chaos;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads along what Redis accepts, past every proxy: the event log and the records of the witnesses.
 * What it has read outlives Redis; ids rise with the wall clock, also over a loss. Thread-safe.
 */
final class Tap implements AutoCloseable {
  private static final String NEVER = "0-0";

  private final int port;
  private final String prefix;
  private final String log;
  private final List<Moved> moves = Collections.synchronizedList(new ArrayList<>());
  private final List<Emitted> records = Collections.synchronizedList(new ArrayList<>());
  private final Thread thread;
  private String lastMove = NEVER;
  private String lastRecord = NEVER;
  private volatile boolean closed;

  Tap(int port, String fleet) {
    this.port = port;
    this.prefix = "fleet:{" + fleet + "}:";
    this.log = "fleet:{" + fleet + ":" + Witness.SIGHTINGS.name() + ":0}:log";
    this.thread = Thread.ofPlatform().daemon().name("tap").start(this::run);
  }

  List<Moved> moves() {
    return List.copyOf(moves);
  }

  List<Emitted> records() {
    return List.copyOf(records);
  }

  /** Everything that the event log holds now, and what each slot is now, in one look. */
  Snapshot look() throws IOException {
    try (var resp = new Resp(port, 10_000)) {
      while (true) {
        var first = events(resp, NEVER, 200_000);
        var present = present(resp);
        // Nothing moved in between: the two belong together.
        var since = first.isEmpty() ? NEVER : first.getLast().id();
        if (events(resp, since, 1).isEmpty()) {
          return new Snapshot(first, present);
        }
      }
    }
  }

  /**
   * A look.
   *
   * @param log all events
   * @param present each slot's record, as if it were its last event
   */
  record Snapshot(List<Moved> log, Map<String, Moved> present) {}

  /** The record of each slot. Fails when Redis does not answer. */
  Map<String, Moved> present(Resp resp) throws IOException {
    var slots = texts(resp.call("SMEMBERS", prefix + "slots"));
    var asks =
        slots.stream()
            .map(
                slot ->
                    List.of(
                        "HMGET",
                        prefix + "spec:" + slot,
                        "gen",
                        "state",
                        "worker",
                        "epoch",
                        "cause"))
            .toList();
    var present = new TreeMap<String, Moved>();
    if (asks.isEmpty()) {
      return present;
    }
    var answers = resp.calls(asks);
    for (var i = 0; i < slots.size(); i++) {
      var f = texts(answers.get(i));
      if (!f.get(1).isEmpty()) {
        present.put(
            slots.get(i),
            new Moved(
                NEVER,
                slots.get(i),
                "",
                f.get(1),
                Long.parseLong(f.get(0)),
                Long.parseLong(f.get(3)),
                f.get(2),
                f.get(4)));
      }
    }
    return present;
  }

  private void run() {
    while (!closed) {
      try (var resp = new Resp(port)) {
        while (!closed) {
          read(resp);
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
      } catch (IOException e) {
        // Redis is what the suite breaks: look again soon.
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
    }
  }

  private void read(Resp resp) throws IOException {
    var fresh = events(resp, lastMove, 5_000);
    if (!fresh.isEmpty()) {
      moves.addAll(fresh);
      lastMove = fresh.getLast().id();
    }
    var emitted = new ArrayList<Emitted>();
    for (var entry : list(resp.call("XRANGE", log, "(" + lastRecord, "+", "COUNT", "5000"))) {
      var id = (String) list(entry).getFirst();
      var f = fields(list(entry).get(1));
      var value = new JsonObject(f.getOrDefault("v", "{}"));
      emitted.add(
          new Emitted(id, value.getString("slot"), value.getLong("gen"), value.getLong("n")));
      lastRecord = id;
    }
    records.addAll(emitted);
  }

  private List<Moved> events(Resp resp, String after, int limit) throws IOException {
    var events = new ArrayList<Moved>();
    for (var entry :
        list(resp.call("XRANGE", prefix + "events", "(" + after, "+", "COUNT", "" + limit))) {
      var f = fields(list(entry).get(1));
      events.add(
          new Moved(
              (String) list(entry).getFirst(),
              f.getOrDefault("slot", ""),
              f.getOrDefault("from", ""),
              f.getOrDefault("to", ""),
              Long.parseLong(f.getOrDefault("gen", "0")),
              Long.parseLong(f.getOrDefault("epoch", "0")),
              f.getOrDefault("worker", ""),
              f.getOrDefault("cause", "")));
    }
    return events;
  }

  private static Map<String, String> fields(Object pairs) {
    var words = texts(pairs);
    var map = new HashMap<String, String>();
    for (var i = 0; i + 1 < words.size(); i += 2) {
      map.put(words.get(i), words.get(i + 1));
    }
    return map;
  }

  private static List<?> list(Object answer) {
    return answer instanceof List<?> list ? list : List.of();
  }

  private static List<String> texts(Object answer) {
    return list(answer).stream().map(String::valueOf).toList();
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
