package io.fleet.stream;

import io.fleet.redis.DedicatedConnection;
import io.fleet.redis.RedisSettings;
import io.fleet.slot.Fence;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings records to an inlet: by blocking reads on a connection of its own, and by claims of what
 * ended generations left. All of it runs on the lane's context.
 */
final class Reader {
  private static final Logger log = LoggerFactory.getLogger(Reader.class);
  private static final int CLAIM_COUNT = 16;
  private static final int HISTORY_COUNT = 100;
  private static final long BLOCK_MILLIS = 2_000;
  private static final long PAUSE_MILLIS = 250;
  private static final long CLAIM_MILLIS = 2_000;
  private static final long IDLE_CLAIM_MILLIS = 500;
  private static final long BUSY_CLAIM_MILLIS = 100;

  /** How often, and how many times, a blocked read is asked to return when the reader stops. */
  private static final long UNBLOCK_MILLIS = 25;

  private static final int UNBLOCK_TRIES = 20;

  /** Consumers of a group for which the claim intervals hold; more readers look more seldom. */
  private static final int CLAIM_CROWD = 16;

  private static final Pattern RUN = Pattern.compile("run_id:(\\w+)");

  /** Where records go. */
  interface Sink {
    /** How many more it wants; not above zero: none for now. */
    int room();

    /** How many it takes at once. */
    int helping();

    /** Whether it has nothing to do. */
    boolean idle();

    /** Records, some of which it may hold already. */
    void arrived(List<Entry> entries);

    /** The generation is over. */
    void fenced();
  }

  private final Vertx vertx;
  private final Partition partition;
  private final Fence fence;
  private final String group;
  private final int maxAttempts;
  private final Sink sink;
  private final DedicatedConnection connection;
  private Optional<Runnable> parked = Optional.empty();
  private boolean claiming;
  private boolean recheck;
  private boolean stopped;
  private int asked;
  private final Promise<Void> quiet = Promise.promise();
  private Optional<String> clientId = Optional.empty();

  /** That of the present connection, which does not outlive it. */
  private String run = "";

  /** To be made on the lane's context. */
  Reader(
      Vertx vertx,
      RedisSettings settings,
      Partition partition,
      Fence fence,
      String group,
      int maxAttempts,
      Sink sink) {
    this.vertx = vertx;
    this.partition = partition;
    this.fence = fence;
    this.group = group;
    this.maxAttempts = maxAttempts;
    this.sink = sink;
    this.connection =
        new DedicatedConnection(
            vertx,
            settings,
            "read " + partition.log() + " for " + fence.consumer(),
            c -> {
              var over = Promise.<Void>promise();
              open(c, over);
              return over.future();
            });
  }

  void start() {
    connection.start();
  }

  /**
   * Ends it. Completes when nothing more arrives: a blocked read is made to return first, for what
   * Redis hands to a connection that closes would stay with this consumer unseen. Repeated, since
   * the request to return may overtake the read.
   */
  Future<Void> stop() {
    if (!stopped) {
      stopped = true;
      parked = Optional.empty();
      unblock(UNBLOCK_TRIES);
    }
    return quiet.future();
  }

  private void unblock(int left) {
    if (asked == 0 || left == 0) {
      connection.stop();
      quiet.tryComplete();
      return;
    }
    clientId.ifPresent(partition::unblock);
    vertx.setTimer(UNBLOCK_MILLIS, go -> unblock(left - 1));
  }

  private <R> Future<R> counted(Future<R> answer) {
    asked++;
    return answer.onComplete(
        end -> {
          asked--;
        });
  }

  /** The sink has room again. */
  void roomMade() {
    var read = parked;
    parked = Optional.empty();
    read.ifPresent(Runnable::run);
  }

  private void open(RedisConnection c, Promise<Void> over) {
    parked = Optional.empty();
    clientId = Optional.empty();
    c.send(Request.cmd(Command.CLIENT).arg("ID"))
        .onSuccess(id -> clientId = Optional.of(id.toString()));
    run = "";
    Future.all(
            partition.group(group), c.send(Request.cmd(Command.INFO).arg("server")).map(this::ran))
        .onFailure(e -> fail(over, e))
        .onSuccess(
            made -> {
              if (!claiming) {
                claiming = true;
                claim();
              }
              // An answer may have been lost with the last connection: then entries are ours
              // without our knowing.
              history(c, over, "0-0");
            });
  }

  private String ran(Response server) {
    var found = RUN.matcher(server.toString());
    run = found.find() ? found.group(1) : "";
    return run;
  }

  private void history(RedisConnection c, Promise<Void> over, String from) {
    if (stopped) {
      over.tryComplete();
      return;
    }
    var request = read(HISTORY_COUNT).arg("STREAMS").arg(partition.log()).arg(from);
    counted(c.send(request).timeout(BLOCK_MILLIS, TimeUnit.MILLISECONDS))
        .onFailure(e -> fail(over, e))
        .onSuccess(
            answer -> {
              var entries = entries(answer);
              if (entries.isEmpty()) {
                read(c, over);
              } else {
                sink.arrived(entries);
                history(c, over, entries.getLast().id().toString());
              }
            });
  }

  private void read(RedisConnection c, Promise<Void> over) {
    if (stopped) {
      over.tryComplete();
      return;
    }
    if (recheck) {
      recheck = false;
      history(c, over, "0-0");
      return;
    }
    var helping = sink.helping();
    // A whole helping or nothing: else a full buffer would fetch its records one by one.
    if (sink.room() < helping) {
      parked = Optional.of(() -> read(c, over));
      return;
    }
    var request =
        read(helping).arg("BLOCK").arg(BLOCK_MILLIS).arg("STREAMS").arg(partition.log()).arg(">");
    counted(c.send(request).timeout(2 * BLOCK_MILLIS, TimeUnit.MILLISECONDS))
        .onFailure(e -> fail(over, e))
        .onSuccess(
            answer -> {
              var entries = entries(answer);
              sink.arrived(entries);
              // At a low rate one read each millisecond costs a fraction of one for each record.
              if (entries.isEmpty() || entries.size() * 2 >= helping) {
                read(c, over);
              } else {
                vertx.setTimer(1, go -> read(c, over));
              }
            });
  }

  /** A new connection makes the group again and goes on; with a pause, for Redis may be loading. */
  private void fail(Promise<Void> over, Throwable cause) {
    log.debug("read over consumer={} error={}", fence.consumer(), cause.getMessage());
    vertx.setTimer(PAUSE_MILLIS, go -> over.tryFail(cause));
  }

  private void claim() {
    if (stopped) {
      return;
    }
    var room = Math.min(CLAIM_COUNT, sink.room());
    if (room <= 0) {
      claimIn(CLAIM_MILLIS, 1);
      return;
    }
    counted(partition.claim(fence, group, maxAttempts, room))
        .onComplete(
            answer -> {
              if (answer.failed()) {
                // It may have happened: then its entries are ours without our knowing.
                recheck = true;
                claimIn(CLAIM_MILLIS, 1);
              } else {
                claimed(answer.result());
              }
            });
  }

  private void claimed(Response answer) {
    switch (answer.get(0).toString()) {
      case "OK" -> {
        var consumers = answer.get(1).toInteger();
        var buried = answer.get(2).toInteger();
        if (buried > 0) {
          log.warn(
              "records to the dead letters log={} group={} count={}",
              partition.log(),
              group,
              buried);
        }
        var waiting = answer.get(3).toInteger();
        var entries =
            answer.stream().skip(5).map(e -> Entry.of(e, answer.get(4).toString())).toList();
        sink.arrived(entries);
        if (!entries.isEmpty() || buried + waiting > 0) {
          claimIn(BUSY_CLAIM_MILLIS, 1);
        } else {
          claimIn(sink.idle() ? IDLE_CLAIM_MILLIS : CLAIM_MILLIS, consumers);
        }
      }
      case "FENCED-GEN" -> sink.fenced();
      default -> claimIn(IDLE_CLAIM_MILLIS, 1);
    }
  }

  private void claimIn(long millis, int consumers) {
    if (stopped) {
      return;
    }
    var crowded = millis * Math.ceilDiv(Math.max(1, consumers), CLAIM_CROWD);
    var spread = ThreadLocalRandom.current().nextLong(Math.max(1, crowded / 5));
    vertx.setTimer(crowded + spread, go -> claim());
  }

  private Request read(int count) {
    return Request.cmd(Command.XREADGROUP)
        .arg("GROUP")
        .arg(group)
        .arg(fence.consumer())
        .arg("COUNT")
        .arg(count);
  }

  /** RESP3 answers a map of streams, RESP2 a list of pairs; there is one stream. */
  private List<Entry> entries(@Nullable Response answer) {
    if (answer == null || answer.size() == 0) {
      return List.of();
    }
    var list = answer.isMap() ? answer.get(partition.log()) : answer.get(0).get(1);
    return StreamSupport.stream(list.spliterator(), false).map(e -> Entry.of(e, run)).toList();
  }
}
