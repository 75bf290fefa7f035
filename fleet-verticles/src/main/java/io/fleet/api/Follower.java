package io.fleet.api;

import io.fleet.protocol.SlotSpec;
import io.fleet.slot.SlotId;
import io.fleet.store.FleetReader;
import io.fleet.store.SlotEvent;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the read model up from Redis: everything once, then the event log. It reads everything
 * again when the epoch or the Redis behind it is another one, or when it fell behind by a whole
 * page. Every step is a future on one event loop; a failed one is tried again with the next tick.
 */
final class Follower {
  private static final Logger log = LoggerFactory.getLogger(Follower.class);
  private static final int PAGE = 1_000;
  private static final int PAST = 2_000;

  private final FleetReader reader;
  private final ReadModel model;
  private final LongSupplier nanos;
  private String lastId = "0";
  private String era = "";
  private boolean loaded;
  private boolean following;
  private boolean observing;
  private boolean again;
  private long answeredNanos;

  Follower(FleetReader reader, ReadModel model, LongSupplier nanos) {
    this.reader = reader;
    this.model = model;
    this.nanos = nanos;
    this.answeredNanos = nanos.getAsLong();
  }

  /** Whether the model has been filled once. */
  boolean loaded() {
    return loaded;
  }

  /** Since Redis last answered. */
  long silentMillis() {
    return Math.max(0, nanos.getAsLong() - answeredNanos) / 1_000_000;
  }

  /** One look at the log and the heartbeats; a look that is under way is followed by one more. */
  Future<Void> follow() {
    if (following) {
      again = true;
      return Future.succeededFuture();
    }
    following = true;
    return reader
        .meta()
        .compose(
            meta -> {
              var now = meta.getOrDefault("epoch", "") + " " + meta.getOrDefault("runId", "");
              return loaded && now.equals(era) ? page() : load(now);
            })
        .compose(done -> reader.beats())
        .onSuccess(lines -> model.beats(lines, answered()))
        .onFailure(e -> log.debug("cannot follow the event log error={}", e.getMessage()))
        .<Void>mapEmpty()
        .eventually(
            () -> {
              following = false;
              var more = again;
              again = false;
              return more ? follow() : Future.succeededFuture();
            });
  }

  /** One look at what changes slowly. */
  Future<Void> observe() {
    if (observing) {
      return Future.succeededFuture();
    }
    observing = true;
    var workers = model.workers();
    var leader = reader.leader();
    var meta = reader.meta();
    var desired = reader.desired();
    var why = reader.why();
    var reports = reader.reports(workers);
    var certificates = reader.certificates(workers);
    var standings = reader.standings();
    var standbys = reader.standbys();
    return Future.all(
            List.of(leader, meta, desired, why, reports, certificates, standings, standbys))
        .onSuccess(
            all ->
                model.observe(
                    new Facts(
                        leader.result(),
                        meta.result(),
                        desired.result(),
                        why.result(),
                        reports.result(),
                        certificates.result(),
                        standings.result(),
                        standbys.result()),
                    answered()))
        .onFailure(e -> log.debug("cannot read facts error={}", e.getMessage()))
        .onComplete(done -> observing = false)
        .mapEmpty();
  }

  private Future<Void> page() {
    return reader
        .eventsAfter(lastId, PAGE)
        .compose(
            events -> {
              if (events.size() == PAGE) {
                return load(
                    era); // Cheaper than to follow, and nothing can have been trimmed unseen.
              }
              events.forEach(this::take);
              return Future.succeededFuture();
            });
  }

  private void take(SlotEvent event) {
    model.follow(event);
    lastId = event.id();
  }

  /** The place in the log is taken first, so that what moves meanwhile is followed afterwards. */
  private Future<Void> load(String now) {
    return reader
        .lastEvents(PAST)
        .compose(
            past ->
                reader
                    .specs()
                    .compose(
                        specs -> {
                          began(now, past.reversed(), specs);
                          return reader.eventsAfter(lastId, PAGE);
                        }))
        .map(
            events -> {
              events.forEach(this::take);
              loaded = true;
              return null;
            });
  }

  private void began(String now, List<SlotEvent> past, Map<SlotId, SlotSpec> specs) {
    log.info("read model loaded slots={} era=\"{}\" before=\"{}\"", specs.size(), now, era);
    model.load(specs, past);
    lastId = past.isEmpty() ? "0" : past.getLast().id();
    era = now;
  }

  private long answered() {
    answeredNanos = nanos.getAsLong();
    return answeredNanos;
  }
}
