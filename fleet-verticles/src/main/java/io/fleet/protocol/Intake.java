package io.fleet.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What a worker says of whether its host lets it take more.
 *
 * @param closed why it takes no new slots now, as the name of a reason; empty when it takes some
 * @param word the evidence, for people; empty when there is nothing to say
 * @param memoryPercent how much of the host's memory, or of its control group's, is in use; null
 *     when the system does not tell
 * @param clockSkewMillis its wall clock minus that of Redis; null when not measured
 * @param memoryBytes what the slots on it may be promised of memory together; null when as much as
 *     they ask for
 * @since 0.1
 */
public record Intake(
    String closed,
    String word,
    @Nullable Integer memoryPercent,
    @Nullable Long clockSkewMillis,
    @Nullable Long memoryBytes) {
  /** Nothing is known, and nothing held back. */
  public static final Intake UNKNOWN = new Intake("", "", null, null);

  /** Of a worker that promises any memory. */
  public Intake(
      String closed, String word, @Nullable Integer memoryPercent, @Nullable Long clockSkewMillis) {
    this(closed, word, memoryPercent, clockSkewMillis, null);
  }

  /** The same with so much memory to promise. */
  public Intake promising(@Nullable Long bytes) {
    return new Intake(closed, word, memoryPercent, clockSkewMillis, bytes);
  }
}
