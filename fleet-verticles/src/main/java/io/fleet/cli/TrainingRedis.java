package io.fleet.cli;

import io.fleet.slot.Generation;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What looks like a Redis to the one worker that trains, with a leader behind it that gives this
 * worker one slot, and with records for that slot. It stores nothing: each command has its answer,
 * in RESP3. Belongs to one event loop.
 */
final class TrainingRedis {
  private static final int READ_MILLIS = 50;
  private static final String SLOT = TrainingSlot.NAME + "/0";
  private static final String GEN = "" + Generation.of(1, 1).value();
  private static final String OK = "OK";

  /** A failure, by its text. */
  private record No(String why) {}

  /** What a command answers that has nothing to tell. */
  private record Yes() {}

  private final Vertx vertx;
  private final Promise<Void> ran = Promise.promise();
  private boolean ended;
  private long record;

  TrainingRedis(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Its port. */
  Future<Integer> listen() {
    return vertx
        .createNetServer()
        .connectHandler(
            client -> client.handler(new RespRequests(words -> answer(client, List.copyOf(words)))))
        .listen(0, "127.0.0.1")
        .map(NetServer::actualPort);
  }

  /** Completes when the worker has said that its slot runs. */
  Future<Void> ran() {
    return ran.future();
  }

  private void answer(NetSocket client, List<String> words) {
    if (words.contains("BLOCK")) {
      vertx.setTimer(READ_MILLIS, later -> client.write(encoded(records(words))));
    } else {
      client.write(encoded(answer(words)));
    }
  }

  private @Nullable Object answer(List<String> words) {
    return switch (words.getFirst().toLowerCase(Locale.ROOT)) {
      case "hello" -> Map.of("server", "redis", "proto", 3L);
      case "info" -> "redis_version:7.0.0\r\nrun_id:1\r\naof_enabled:1\r\nrole:master\r\n";
      case "config" -> Map.of(words.getLast(), "always");
      case "time" -> {
        var now = System.currentTimeMillis();
        yield List.of("" + now / 1_000, "" + now % 1_000 * 1_000);
      }
      case "client" -> 1L;
      case "hmget" -> desired(words);
      case "get" -> words.get(1).contains("cfg") ? TrainingSlot.config() : null;
      case "evalsha" -> script(words);
      case "xreadgroup" -> null;
      default -> new Yes();
    };
  }

  private static List<Object> desired(List<String> fields) {
    return fields.contains("spec") ? List.of("1", TrainingSlot.fleet()) : List.of("1");
  }

  /** The scripts are known by their keys. */
  private Object script(List<String> words) {
    var count = Integer.parseInt(words.get(2));
    var keys = words.subList(3, 3 + count);
    var args = words.subList(3 + count, words.size());
    if (keys.stream().anyMatch(key -> key.contains("report"))) {
      return heartbeat(args);
    }
    return switch (keys.isEmpty() ? "" : keys.getLast().replaceFirst(".*:", "")) {
      case "last" -> "MADE";
      case "dead" -> count == 7 ? List.of(OK, "1", "0") : new No("no such letter");
      case "old" -> List.of(OK, emitted(args), "0");
      case "begun" -> acknowledged(args);
      default -> new No("a training has no such script");
    };
  }

  /** As {@code emit.lua}: the number of the last record. */
  private static String emitted(List<String> args) {
    return "" + (Long.parseLong(args.get(6)) + (args.size() - 9) / 5 - 1);
  }

  /** As {@code ack.lua}: how many are done, then a first attempt of each that begins. */
  private static List<String> acknowledged(List<String> args) {
    var done = Integer.parseInt(args.get(7));
    var answer = new ArrayList<>(List.of("" + done, OK));
    for (var i = 8 + done; i < args.size(); i++) {
      answer.add("1");
    }
    return answer;
  }

  /** As {@code heartbeat.lua}, for a leader that wants the slot to run until the worker ends it. */
  private List<Object> heartbeat(List<String> args) {
    var report = args.get(4);
    var known = args.get(6).equals("1");
    if (report.contains("RUNNING")) {
      ran.tryComplete();
    }
    ended |= report.contains("DONE");
    var state = ended ? "FREE" : ran.future().isComplete() ? "RUNNING" : "ASSIGNED";
    var view = known ? "1 1 " + state : "";
    if (known && view.equals(args.get(8))) {
      return List.of("SAME", "1", "1", "1", view);
    }
    var answer = new ArrayList<Object>(List.of(OK, "1", "1", "1", view));
    if (known) {
      answer.add(List.of(SLOT, GEN, state, args.get(0), args.get(1), TrainingSlot.NAME, "-1"));
    }
    return answer;
  }

  private Map<String, Object> records(List<String> words) {
    record++;
    var fields =
        List.of("k", "", "t", "", "s", "1", "v", "{\"text\":\"a\",\"number\":" + record + "}");
    return Map.of(words.get(words.indexOf("STREAMS") + 1), List.of(List.of("1-" + record, fields)));
  }

  private static Buffer encoded(@Nullable Object answer) {
    var out = new StringBuilder();
    encode(answer, out);
    return Buffer.buffer(out.toString());
  }

  private static void encode(@Nullable Object answer, StringBuilder out) {
    switch (answer) {
      case null -> out.append("_\r\n");
      case Yes _ -> out.append("+OK\r\n");
      case No(var why) -> out.append("-ERR ").append(why).append("\r\n");
      case Long number -> out.append(':').append(number).append("\r\n");
      case List<?> list -> {
        out.append('*').append(list.size()).append("\r\n");
        list.forEach(each -> encode(each, out));
      }
      case Map<?, ?> map -> {
        out.append('%').append(map.size()).append("\r\n");
        map.forEach(
            (key, value) -> {
              encode(key, out);
              encode(value, out);
            });
      }
      default -> {
        var text = answer.toString();
        out.append('$').append(text.getBytes(StandardCharsets.UTF_8).length).append("\r\n");
        out.append(text).append("\r\n");
      }
    }
  }
}
