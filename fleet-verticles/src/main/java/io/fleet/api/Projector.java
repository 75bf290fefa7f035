package io.fleet.api;

import io.fleet.config.FleetSpec;
import io.fleet.metrics.Meters;
import io.fleet.slot.SlotState;
import io.fleet.store.FleetReader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The read model of one API process: follows the store, makes the frames of the feeds once, and
 * holds the picture from which every read is answered. All of it runs on the event loop of its
 * verticle. Feeds are published to this process only: each has frames of its own.
 */
final class Projector {
  /** Whoever changed something may say so, to be seen sooner. */
  static final String NUDGE = "__fleet.nudge.api";

  private static final long TICK_MILLIS = 250;
  private static final long SLOW_MILLIS = 1_000;
  private static final DeliveryOptions HERE = new DeliveryOptions().setLocalOnly(true);

  private final Vertx vertx;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Follower follower;
  private final ReadModel model;
  private final Frames frames;
  private final Meters meters;
  private final List<Long> timers = new ArrayList<>();
  private Set<String> metered = Set.of();
  private @Nullable MessageConsumer<Object> nudges;
  private View view;
  private Standing standing;
  private long summarySeq;

  Projector(
      Vertx vertx,
      String fleet,
      FleetReader reader,
      Function<String, FleetSpec> parse,
      InstantSource clock,
      LongSupplier nanos,
      String incarnation) {
    this.vertx = vertx;
    this.clock = clock;
    this.nanos = nanos;
    this.model = new ReadModel(fleet, parse);
    this.follower = new Follower(reader, model, nanos);
    this.frames = new Frames(incarnation);
    this.meters = Meters.of(vertx);
    this.view = model.view(clock.millis(), nanos.getAsLong(), 0);
    this.standing = Standing.of(view);
  }

  /** Begins; ends when the first look is over, whether Redis answered or not. */
  Future<Void> start() {
    nudges = vertx.eventBus().localConsumer(NUDGE, nudge -> follower.follow());
    timers.add(vertx.setPeriodic(TICK_MILLIS, tick -> tick()));
    timers.add(vertx.setPeriodic(SLOW_MILLIS, tick -> summary()));
    return look().otherwiseEmpty();
  }

  /** Ends all timers; a read that is under way may still come home. */
  void stop() {
    timers.forEach(vertx::cancelTimer);
    if (nudges != null) {
      nudges.unregister();
    }
  }

  private Future<Void> look() {
    return follower.follow().compose(done -> follower.observe()).onComplete(done -> frame());
  }

  /** Shows what this look finds; while an earlier one waits for Redis, what is known. */
  private void tick() {
    follower.follow().onComplete(looked -> frame());
  }

  private void frame() {
    var now = model.view(clock.millis(), nanos.getAsLong(), follower.silentMillis());
    standing = Standing.of(now);
    view = model.judged(now, standing);
    frames
        .next(view, nanos.getAsLong() / 1_000_000)
        .ifPresent(message -> vertx.eventBus().publish("fleet.feed.slots", message, HERE));
  }

  private void summary() {
    follower.observe();
    summarySeq++;
    var message = Frames.message(frames.epoch(), summarySeq, view.atMillis(), status());
    vertx.eventBus().publish("fleet.feed.summary", message, HERE);
    measure();
  }

  private void measure() {
    var present = new HashSet<String>();
    for (var range : view.map().ranges()) {
      var name = range.automation();
      present.add(name);
      var tally = Tally.of(view.letters().substring(range.from(), range.from() + range.count()));
      for (var state : SlotState.values()) {
        meters.slots(name, state, tally.of(state));
      }
      meters.slots(name, Tally.SUSPECT, tally.suspect());
      var spec = view.desired().spec().automations().get(name);
      meters.desired(name, spec == null ? 0 : spec.slots());
    }
    metered.stream().filter(name -> !present.contains(name)).forEach(meters::forget);
    metered = present;
    for (var state : WorkerView.State.values()) {
      meters.workers(
          state.name(),
          view.workers().values().stream().filter(worker -> worker.state() == state).count());
    }
    meters.converged(standing.converged(), standing.drift());
    meters.unexplained(standing.unexplained());
  }

  /** What is wrong with the read model; empty when it is fresh. */
  Optional<String> complaint() {
    if (!follower.loaded()) {
      return Optional.of("the store has not been read yet");
    }
    var silent = follower.silentMillis();
    return silent > View.STORE_PATIENCE_MILLIS
        ? Optional.of("Redis has not answered for " + Text.span(silent))
        : Optional.empty();
  }

  View view() {
    return view;
  }

  ReadModel model() {
    return model;
  }

  Frames frames() {
    return frames;
  }

  JsonObject status() {
    return StatusDocument.of(view, standing, frames.seq());
  }
}
