package io.fleet.worker;

import io.fleet.config.Bytes;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * When a worker takes new slots, and how fast they begin.
 *
 * @param stopAt percent of memory in use from which it takes none; 0: it does not look
 * @param resumeAt percent below which it takes some again
 * @param clockWarn how far its clock may be from that of Redis until that is shown
 * @param clockStop how far until it takes no new slots; zero: however far
 * @param starting generations that are set up at once
 * @param startsPerSecond generations that begin in a second
 * @param memory what its slots may be promised together: a size, {@link #ANY}, or empty for as much
 *     as may be in use while it still takes slots
 */
record AdmissionSettings(
    int stopAt,
    int resumeAt,
    Duration clockWarn,
    Duration clockStop,
    int starting,
    int startsPerSecond,
    String memory) {
  /** Promise whatever is asked for. */
  static final String ANY = "any";

  AdmissionSettings {
    if (stopAt > 100 || (stopAt > 0 && (resumeAt < 1 || resumeAt >= stopAt))) {
      throw new IllegalArgumentException(
          "admission.resumeAt (%d) must be from 1 to less than admission.stopAt (%d), which is at most 100; 0 there switches the gate off."
              .formatted(resumeAt, stopAt));
    }
    if (clockStop.isPositive() && clockStop.compareTo(clockWarn) < 0) {
      throw new IllegalArgumentException(
          "admission.clockStop (%d s) must not be less than admission.clockWarn (%d s)."
              .formatted(clockStop.toSeconds(), clockWarn.toSeconds()));
    }
    if (startsPerSecond < 1) {
      throw new IllegalArgumentException(
          "admission.startsPerSecond must be at least 1, or no slot would ever begin.");
    }
    if (!memory.isEmpty() && !memory.equals(ANY) && Bytes.parse(memory).isEmpty()) {
      throw new IllegalArgumentException(
          "admission.memory is a size like 512Mi or 4Gi, or \"any\" for no limit, not \"%s\"."
              .formatted(memory));
    }
  }

  static AdmissionSettings of(JsonObject config) {
    var starting = config.getInteger("starting", 0);
    return new AdmissionSettings(
        config.getInteger("stopAt", 85),
        config.getInteger("resumeAt", 75),
        Duration.ofSeconds(config.getInteger("clockWarn", 5)),
        Duration.ofSeconds(config.getInteger("clockStop", 60)),
        starting > 0 ? starting : Math.max(32, 8 * Runtime.getRuntime().availableProcessors()),
        config.getInteger("startsPerSecond", 3_000),
        config.getString("memory", ""));
  }

  /**
   * What its slots may be promised together, in bytes; null for whatever they ask for.
   *
   * @param total of the host; empty when it does not tell
   */
  @Nullable Long promises(OptionalLong total) {
    if (memory.equals(ANY)) {
      return null;
    }
    if (!memory.isEmpty()) {
      return Bytes.parse(memory).orElseThrow().count();
    }
    return total.isEmpty() ? null : (Long) (total.getAsLong() / 100 * (stopAt > 0 ? stopAt : 100));
  }

  /** An empty line, as each boot has one. */
  StartLine line(long nowNanos) {
    return new StartLine(starting, startsPerSecond, nowNanos);
  }

  MemoryGate gate() {
    return new MemoryGate(stopAt, resumeAt);
  }
}
