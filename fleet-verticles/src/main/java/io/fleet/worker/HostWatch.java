package io.fleet.worker;

import io.fleet.loop.Loop;
import io.fleet.protocol.Intake;
import io.fleet.slot.Reason;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks each few seconds whether the host lets this worker take more: at its memory, away from the
 * event loop, and at its clock, against that of Redis. What cannot be measured holds nothing back.
 * Belongs to its loop.
 */
final class HostWatch {
  static final Duration EACH = Duration.ofSeconds(3);

  private static final Logger log = LoggerFactory.getLogger(HostWatch.class);

  /** Smaller changes are no reason for a new report. */
  private static final int MEMORY_STEP = 5;

  private static final long CLOCK_STEP_MILLIS = 1_000;

  private final Loop loop;
  private final AdmissionSettings settings;
  private final MemoryGate gate;
  private final Callable<MemoryUse> memory;
  private final Supplier<Future<Long>> redisMillis;
  private final Runnable changed;
  private Intake intake = Intake.UNKNOWN;
  private OptionalLong total = OptionalLong.empty();
  private long timer = -1;
  private boolean looking;
  private boolean stopped;

  /**
   * Looks at nothing yet.
   *
   * @param memory called where it may block
   * @param redisMillis the wall clock of Redis
   * @param changed told on the loop that {@link #intake} says something else now
   */
  HostWatch(
      Loop loop,
      AdmissionSettings settings,
      Callable<MemoryUse> memory,
      Supplier<Future<Long>> redisMillis,
      Runnable changed) {
    this.loop = loop;
    this.settings = settings;
    this.gate = settings.gate();
    this.memory = memory;
    this.redisMillis = redisMillis;
    this.changed = changed;
  }

  /** What the report says. */
  Intake intake() {
    return intake;
  }

  void start() {
    timer =
        loop.after(
            EACH,
            () -> {
              look();
              if (!stopped) {
                start();
              }
            });
  }

  void stop() {
    stopped = true;
    loop.cancel(timer);
  }

  /** One look; never fails. */
  Future<Void> look() {
    if (looking) {
      return Future.succeededFuture();
    }
    looking = true;
    var used = loop.blocking(memory).otherwise(MemoryUse.UNKNOWN);
    var skew = skew();
    return Future.join(used, skew)
        .<Void>mapEmpty()
        .otherwiseEmpty()
        .onComplete(
            looked -> {
              looking = false;
              var use = used.result();
              // A look that failed must not promise more than there was at the one before.
              total = use.totalBytes().isPresent() ? use.totalBytes() : total;
              say(judge(use.usedPercent(), skew.result()).promising(settings.promises(total)));
            });
  }

  private Future<Optional<ClockSkew>> skew() {
    var sent = loop.millis();
    var began = loop.nanos();
    return redisMillis
        .get()
        .map(answered -> Optional.of(ClockSkew.of(sent, loop.nanos() - began, answered)))
        .otherwise(Optional.empty());
  }

  private Intake judge(OptionalInt used, Optional<ClockSkew> skew) {
    var percent = used.isPresent() ? (Integer) used.getAsInt() : null;
    var millis = skew.map(ClockSkew::millis).orElse(null);
    var looks = settings.stopAt() > 0 && used.isPresent();
    if (looks && gate.closed(used.getAsInt())) {
      var word =
          "%d %% of the memory is in use, new slots again below %d %%"
              .formatted(used.getAsInt(), settings.resumeAt());
      return new Intake(Reason.MEMORY_HIGH.name(), word, percent, millis);
    }
    var wrong = skew.filter(s -> s.beyond(settings.clockWarn().toMillis()));
    var stops =
        settings.clockStop().isPositive()
            && skew.filter(s -> s.beyond(settings.clockStop().toMillis())).isPresent();
    return new Intake(
        stops ? Reason.CLOCK_SKEWED.name() : "",
        wrong.map(s -> "its clock is " + s.text()).orElse(""),
        percent,
        millis);
  }

  private void say(Intake now) {
    if (stopped || !worthTelling(now)) {
      return;
    }
    if (!now.closed().equals(intake.closed())) {
      log.warn(
          "admission {} reason={} word=\"{}\"",
          now.closed().isEmpty() ? "open" : "closed",
          now.closed().isEmpty() ? intake.closed() : now.closed(),
          now.word());
    }
    intake = now;
    changed.run();
  }

  private boolean worthTelling(Intake now) {
    return !now.closed().equals(intake.closed())
        || now.word().isEmpty() != intake.word().isEmpty()
        || apart(now.memoryPercent(), intake.memoryPercent(), MEMORY_STEP)
        || !Objects.equals(now.memoryBytes(), intake.memoryBytes())
        || apart(now.clockSkewMillis(), intake.clockSkewMillis(), CLOCK_STEP_MILLIS);
  }

  private static boolean apart(@Nullable Number a, @Nullable Number b, long step) {
    if (a == null || b == null) {
      return !Objects.equals(a, b);
    }
    return Math.abs(a.longValue() - b.longValue()) >= step;
  }
}
