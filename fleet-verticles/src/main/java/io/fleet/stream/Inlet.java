package io.fleet.stream;

import io.fleet.config.StreamSpec;
import io.fleet.redis.RedisSettings;
import io.fleet.slot.Fence;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one topic for one generation of a slot. Records are read ahead, but only what was asked for
 * is begun: a crash costs an attempt only what was begun, never its neighbours. {@link #poll}
 * belongs to the slot's thread, the other methods to any; futures complete on the caller's context.
 *
 * @param <T> the record type
 * @since 0.1
 */
public final class Inlet<T> {
  private static final Logger log = LoggerFactory.getLogger(Inlet.class);
  private static final int LEAST_HELPING = 16;

  /** The most that one poll is given. */
  public static final int MOST_AT_ONCE = 256;

  private final Vertx vertx;
  private final RedisSettings settings;
  private final Partition partition;
  private final Topic<T> topic;
  private final StreamSpec spec;
  private final String group;
  private final Fence fence;
  private final JsonCodec<T> codec;
  private final Lane lane;

  // Any thread.
  private final Queue<Begun> hand = new ConcurrentLinkedQueue<>();
  private volatile boolean fenced;
  private volatile Runnable ready = () -> {};

  // The lane alone.
  private final Tray tray = new Tray();
  private final Repeats repeats;
  private final Failures failures;
  private Optional<Reader> reader = Optional.empty();
  private Optional<Promise<Void>> beginning = Optional.empty();
  private boolean wanted;
  private int atOnce = 1;
  private boolean stopped;
  private boolean givenBack;
  private long begins;

  Inlet(
      Vertx vertx,
      RedisSettings settings,
      Partition partition,
      Topic<T> topic,
      StreamSpec spec,
      String group,
      Fence fence) {
    this.vertx = vertx;
    this.settings = settings;
    this.partition = partition;
    this.topic = topic;
    this.spec = spec;
    this.group = group;
    this.fence = fence;
    this.codec = new JsonCodec<>(topic);
    this.lane = new Lane(vertx);
    this.repeats = new Repeats(vertx, () -> stopped);
    this.failures = new Failures(partition, topic.name(), group, fence, tray, repeats, this::over);
  }

  /** Starts to read ahead; makes the group when there is none, from the topic's first record on. */
  public void start() {
    lane.run(
        () -> {
          if (!stopped && reader.isEmpty()) {
            var made =
                new Reader(
                    vertx, settings, partition, fence, group, spec.maxAttempts(), new Arrivals());
            reader = Optional.of(made);
            made.start();
          }
        });
  }

  /** To be run, on a Vert.x context, when {@link #poll} may have something; one at a time. */
  public void onReady(Runnable ready) {
    this.ready = ready;
  }

  /** As {@link #poll(int)}, one at the most. */
  public Optional<Delivery<T>> poll() {
    return poll(1).stream().findFirst();
  }

  /**
   * The next records, already begun, or none; then {@link #onReady} follows as soon as there is
   * one. What failed or died before comes alone. Never blocks. Throws {@link Fenced} when the slot
   * belongs to another generation.
   *
   * @param most how many at the most, up to {@link #MOST_AT_ONCE}
   */
  public List<Delivery<T>> poll(int most) {
    var taken = new ArrayList<Delivery<T>>();
    for (; ; ) {
      if (fenced) {
        throw new Fenced(topic.name(), fence);
      }
      var begun = taken.size() < most ? hand.poll() : null;
      if (begun == null) {
        if (taken.isEmpty()) {
          lane.run(() -> want(most));
        }
        return taken;
      }
      try {
        var value = codec.decode(begun.entry().json().orElse(""));
        taken.add(new Delivery<>(begun.id(), value, begun.attempts()));
      } catch (Undecodable e) {
        var cause = e.getMessage() == null ? "undecodable" : e.getMessage();
        lane.run(() -> failures.bury(begun.entry().id(), cause).onFailure(this::unanswered));
      }
    }
  }

  /**
   * Acknowledges what was executed.
   *
   * @param goOn whether the slot takes again at once: then as many as it asked for last are begun
   *     in the same round trip. With false nothing is begun until {@link #poll(int)}.
   */
  public Future<Void> complete(Collection<Delivery<T>> done, boolean goOn) {
    var ids = done.stream().map(Delivery::id).toList();
    return lane.submit(() -> acknowledge(ids, goOn));
  }

  /** Puts a record to the dead letters, whatever its attempts. */
  public Future<Void> reject(Delivery<T> delivery, String cause) {
    return lane.submit(() -> failures.bury(StreamId.parse(delivery.id()), cause));
  }

  /**
   * Delivers a record again to this generation after a while; no attempt is counted. Ask {@link
   * Deliveries#delay} for the delay.
   */
  public Future<Void> retry(Delivery<T> delivery, Duration delay) {
    return lane.submit(() -> later(StreamId.parse(delivery.id()), delay));
  }

  /**
   * Ends a delivery whose execution failed: after {@code maxAttempts} of them it is a dead letter,
   * before that this generation gets it again after a while.
   */
  public Future<Void> failed(Delivery<T> delivery, String cause, int maxAttempts, Duration delay) {
    return lane.submit(
        () ->
            failures
                .fail(StreamId.parse(delivery.id()), cause, maxAttempts, false)
                .map(
                    begun -> {
                      begun.ifPresent(one -> wait(one, delay));
                      return null;
                    }));
  }

  /**
   * Ends a delivery whose process died while it was executed. After two deaths, or {@code
   * maxAttempts - 1} if that is more, it is a dead letter; before that it is given back by {@link
   * #stop}.
   */
  public Future<Void> died(Delivery<T> delivery, String cause, int maxAttempts) {
    return lane.submit(
        () ->
            failures
                .fail(StreamId.parse(delivery.id()), cause, maxAttempts, true)
                .map(
                    begun -> {
                      // Given back with the rest, so that no slot need come back for it.
                      begun.ifPresent(tray::delay);
                      return null;
                    }));
  }

  /**
   * Stops reading and gives back what was not polled, so that others get it at once; what was
   * polled and has not ended stays with this generation until the slot has another. Completes also
   * when Redis does not answer: then all of it stays.
   */
  public Future<Void> stop() {
    return lane.submit(
        () -> {
          if (stopped) {
            return Future.succeededFuture();
          }
          stopped = true;
          var read = reader.map(Reader::stop).orElse(Future.succeededFuture());
          var begun = beginning.map(Promise::future).orElse(Future.succeededFuture());
          return Future.join(read, begun).transform(quiet -> giveBack());
        });
  }

  // All below runs on the lane.

  private void want(int most) {
    atOnce = Math.clamp(most, 1, MOST_AT_ONCE);
    reader.ifPresent(Reader::roomMade);
    if (!hand.isEmpty()) {
      ready.run();
      return;
    }
    wanted = true;
    begin();
  }

  private void begin() {
    var next = reserve();
    if (!next.isEmpty()) {
      tryBegin(next, ++begins);
    }
  }

  /**
   * Takes the oldest records out of the buffer to begin them, unless some are, or are being begun.
   */
  private List<Entry> reserve() {
    if (stopped || fenced || beginning.isPresent() || !hand.isEmpty() || !tray.hasNext()) {
      return List.of();
    }
    wanted = false;
    beginning = Optional.of(Promise.promise());
    var next = tray.take(atOnce);
    reader.ifPresent(Reader::roomMade);
    return next;
  }

  private void tryBegin(List<Entry> entries, long n) {
    partition
        .ack(fence, group, List.of(), n, run(entries), ids(entries))
        .onSuccess(answer -> begun(entries, n, answer))
        .onFailure(e -> beginAgain(entries, n));
  }

  /** The one run that handed out all of them, or empty. */
  private static String run(List<Entry> entries) {
    var run = entries.isEmpty() ? "" : entries.getFirst().run();
    return entries.stream().allMatch(entry -> entry.run().equals(run)) ? run : "";
  }

  private static List<String> ids(List<Entry> entries) {
    return entries.stream().map(entry -> entry.id().toString()).toList();
  }

  private void begun(List<Entry> entries, long n, Response answer) {
    switch (answer.get(1).toString()) {
      case "OK" -> {
        var fresh = answer.get(2).toString().equals("all");
        for (var i = 0; i < entries.size(); i++) {
          begun(entries.get(i), n, fresh ? 1 : answer.get(2 + i).toLong());
        }
        begunOrNot();
        if (hand.isEmpty()) {
          wanted = true;
          begin();
        } else {
          ready.run();
        }
      }
      case "FENCED-GEN" -> {
        begunOrNot();
        over();
      }
      default -> beginAgain(entries, n);
    }
  }

  private void begun(Entry entry, long n, long attempts) {
    if (attempts > 0) {
      var begun = new Begun(entry, n, attempts);
      tray.begun(begun);
      hand.add(begun);
    } else if (attempts < 0) {
      // Not together with those before it.
      tray.untake(entry);
    } else {
      // Redis lost that it was ours; it comes again to someone.
      tray.drop(entry.id());
    }
  }

  /** The same n again: if it had happened all the same, nothing is counted twice. */
  private void beginAgain(List<Entry> entries, long n) {
    if (stopped) {
      // It may have happened; giving back takes that back too.
      entries.forEach(entry -> hand.add(new Begun(entry, n, 0)));
      begunOrNot();
      return;
    }
    repeats.soon(() -> tryBegin(entries, n));
  }

  private void begunOrNot() {
    var promise = beginning;
    beginning = Optional.empty();
    promise.ifPresent(Promise::tryComplete);
  }

  private Future<Void> acknowledge(List<String> ids, boolean goOn) {
    var next = goOn ? reserve() : List.<Entry>of();
    var n = next.isEmpty() ? 0 : ++begins;
    return repeats
        .insist(() -> partition.ack(fence, group, ids, n, run(next), ids(next)))
        .onFailure(
            e -> {
              if (!next.isEmpty()) {
                beginAgain(next, n);
              }
            })
        .map(
            answer -> {
              ids.forEach(id -> tray.drop(StreamId.parse(id)));
              if (!next.isEmpty()) {
                begun(next, n, answer);
              }
              return null;
            });
  }

  private Future<Void> later(StreamId id, Duration delay) {
    var out = tray.out(id);
    if (out.isEmpty()) {
      return Future.succeededFuture();
    }
    var begun = out.get();
    return repeats
        .insist(() -> partition.unbegin(fence, group, begun.n(), id.toString()))
        .map(
            answer -> {
              wait(begun, delay);
              return null;
            });
  }

  private void wait(Begun begun, Duration delay) {
    tray.delay(begun);
    vertx.setTimer(
        Math.max(1, delay.toMillis()),
        go -> {
          if (tray.due(begun.entry().id()) && !stopped) {
            beginIfWanted();
          }
        });
  }

  /** What was begun and not polled as well: Redis takes its begin back. */
  private Future<Void> giveBack() {
    givenBack = true;
    var ids = new ArrayList<>(tray.clear());
    for (var begun = hand.poll(); begun != null; begun = hand.poll()) {
      ids.add(begun.id());
    }
    return repeats
        .tries(Repeats.LAST_TRIES, () -> partition.release(fence, group, ids))
        .onFailure(this::unanswered)
        .otherwiseEmpty()
        .mapEmpty();
  }

  private void over() {
    fenced = true;
    reader.ifPresent(Reader::stop);
    ready.run();
  }

  private void beginIfWanted() {
    if (wanted) {
      begin();
    }
  }

  private void unanswered(Throwable cause) {
    log.warn(
        "left to the next generation topic={} slot={} generation={} error={}",
        topic.name(),
        fence.slot(),
        fence.gen(),
        cause.getMessage());
  }

  /** What the reader brings. */
  private final class Arrivals implements Reader.Sink {
    @Override
    public int room() {
      return fenced ? 0 : tray.room(helping());
    }

    @Override
    public int helping() {
      return Math.max(LEAST_HELPING, atOnce);
    }

    @Override
    public boolean idle() {
      return tray.idle();
    }

    @Override
    public void arrived(List<Entry> entries) {
      if (givenBack) {
        // An answer that came after all; nobody here will ever take it.
        var ids =
            entries.stream()
                .filter(entry -> !tray.isOut(entry))
                .map(entry -> entry.id().toString())
                .toList();
        partition.release(fence, group, ids).onFailure(Inlet.this::unanswered);
        return;
      }
      for (var entry : entries) {
        var id = entry.id();
        if (tray.knows(id)) {
          continue;
        }
        if (entry.json().isPresent() && entry.isFor(group)) {
          tray.put(entry);
        } else {
          // Deleted from the log while it was pending, or a dead letter of another group.
          repeats
              .insist(() -> partition.ack(fence, group, List.of(id.toString()), 0, "", List.of()))
              .onFailure(Inlet.this::unanswered);
        }
      }
      beginIfWanted();
    }

    @Override
    public void fenced() {
      over();
    }
  }
}
