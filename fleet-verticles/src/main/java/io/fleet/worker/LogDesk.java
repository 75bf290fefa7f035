package io.fleet.worker;

import io.fleet.logs.LogLine;
import io.fleet.logs.LogRing;
import io.fleet.protocol.LogAddress;
import io.fleet.protocol.LogLevel;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a worker is asked for its logs: answers with the last lines, and sends what is new to those
 * who follow, at most ten messages a second each, for as long as they ask again. Belongs to the
 * worker's event loop; only lines come from other threads.
 */
final class LogDesk {
  static final int MOST_FOLLOWERS = 100;

  /** The lines of one answer; a follower gets no larger message either. */
  private static final int ANSWER_CHARS = 512 * 1024;

  private static final long TICK_MILLIS = 100;
  private static final Duration LEASE = Duration.ofSeconds(LogAddress.LEASE_SECONDS);

  private final Vertx vertx;
  private final String worker;
  private final LogRing ring;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Map<String, LogFollower> followers = new ConcurrentHashMap<>();
  private @Nullable MessageConsumer<JsonObject> consumer;
  private Runnable deaf = () -> {};
  private long timer = -1;

  LogDesk(Vertx vertx, String worker, LogRing ring, InstantSource clock, LongSupplier nanos) {
    this.vertx = vertx;
    this.worker = worker;
    this.ring = ring;
    this.clock = clock;
    this.nanos = nanos;
  }

  void start() {
    consumer = vertx.eventBus().consumer(LogAddress.of(worker), this::answer);
  }

  void stop() {
    if (consumer != null) {
      consumer.unregister();
    }
    followers.clear();
    rest();
  }

  /** How many follow. */
  int followers() {
    return followers.size();
  }

  private void answer(Message<JsonObject> message) {
    var asked = message.body();
    var slot = asked.getString("slot", "");
    var least = LogLevel.parse(asked.getString("level", "")).orElse(LogLevel.TRACE);
    var feed = asked.getString("feed", "");
    if (asked.getBoolean("end", false)) {
      followers.remove(feed);
      rest();
      message.reply(new JsonObject());
      return;
    }
    var reply = new JsonObject().put("worker", worker).put("epoch", ring.id());
    if (!feed.isEmpty()) {
      if (!LogAddress.isFeed(feed)) {
        message.fail(400, "\"" + feed + "\" is no feed of logs.");
        return;
      }
      var present = followers.get(feed);
      if (present == null && followers.size() >= MOST_FOLLOWERS) {
        message.fail(429, "Worker %s is followed by %d already.".formatted(worker, MOST_FOLLOWERS));
        return;
      }
      reply.put("seq", follow(feed, present, slot, least).seq());
    }
    // Listening began first, so nothing is missing between these lines and the first message; what
    // is in both has one number.
    var most = Math.clamp(asked.getInteger("lines", 0), 0, LogAddress.MOST_LINES);
    message.reply(reply.put("lines", last(slot, least, most)));
  }

  private LogFollower follow(
      String feed, @Nullable LogFollower present, String slot, LogLevel least) {
    var end = nanos.getAsLong() + LEASE.toNanos();
    if (present != null) {
      present.renew(slot, least, end);
      return present;
    }
    var follower = new LogFollower(ring.id(), slot, least, end);
    followers.put(feed, follower);
    if (timer < 0) {
      deaf = ring.listen(this::hear);
      timer = vertx.setPeriodic(TICK_MILLIS, tick -> send());
    }
    return follower;
  }

  /** Called by whoever logs. */
  private void hear(LogLine line) {
    for (var follower : followers.values()) {
      follower.hear(line);
    }
  }

  private void send() {
    var now = nanos.getAsLong();
    followers.values().removeIf(follower -> follower.over(now));
    followers.forEach(
        (feed, follower) ->
            follower
                .next(clock.millis())
                .ifPresent(message -> vertx.eventBus().publish(feed, message)));
    rest();
  }

  private void rest() {
    if (followers.isEmpty() && timer >= 0) {
      vertx.cancelTimer(timer);
      timer = -1;
      deaf.run();
    }
  }

  /** The newest ones that fit into an answer, oldest first. */
  private JsonArray last(String slot, LogLevel least, int most) {
    var found = most == 0 ? java.util.List.<LogLine>of() : ring.last(slot, least, most);
    var from = found.size();
    for (var chars = 0; from > 0; from--) {
      chars += LogFollower.chars(found.get(from - 1));
      if (chars > ANSWER_CHARS) {
        break;
      }
    }
    var lines = new JsonArray();
    found.subList(from, found.size()).forEach(line -> lines.add(LogFollower.json(line)));
    return lines;
  }
}
