package io.fleet.worker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Where generations wait for their turn to begin, so that a worker that is given a hundred slots at
 * once does not set them up all at once: no more than so many are STARTING, and no more begin than
 * so many a second, with a burst of one second's worth. First come, first served. Pure, but for its
 * state: belongs to one thread, time comes in as values.
 */
final class StartLine {
  /** One generation that is to begin. */
  record Start(String slot, long gen, String cfg) {}

  private static final double NANOS = Duration.ofSeconds(1).toNanos();

  private final int mostStarting;
  private final double perSecond;
  private final ArrayDeque<Start> waiting = new ArrayDeque<>();
  private final Set<String> starting = new HashSet<>();
  private double tokens;
  private long filledNanos;

  StartLine(int mostStarting, int perSecond, long nowNanos) {
    this.mostStarting = mostStarting;
    this.perSecond = perSecond;
    this.tokens = perSecond;
    this.filledNanos = nowNanos;
  }

  /** The last in the line. */
  void join(Start start) {
    waiting.add(start);
  }

  /** Who begins now, if anybody may; it counts as STARTING until {@link #begun}. */
  Optional<Start> next(long nowNanos) {
    fill(nowNanos);
    if (waiting.isEmpty() || starting.size() >= mostStarting || tokens < 1) {
      return Optional.empty();
    }
    tokens--;
    var first = waiting.remove();
    starting.add(key(first.slot(), first.gen()));
    return Optional.of(first);
  }

  /** How long until the first in the line may begin by the rate alone; empty when nobody waits. */
  Optional<Duration> patience(long nowNanos) {
    fill(nowNanos);
    if (waiting.isEmpty() || starting.size() >= mostStarting) {
      return Optional.empty();
    }
    return Optional.of(
        Duration.ofNanos((long) Math.ceil(Math.max(0, 1 - tokens) / perSecond * NANOS)));
  }

  /** It runs, or has ended: its place is free. Whether it had one. */
  boolean begun(String slot, long gen) {
    return starting.remove(key(slot, gen));
  }

  /** Whether it waited; it does not any more. */
  boolean leave(String slot, long gen) {
    return waiting.removeIf(start -> start.slot().equals(slot) && start.gen() == gen);
  }

  /** Everybody who waited; nobody does any more. */
  ArrayDeque<Start> clear() {
    var all = new ArrayDeque<>(waiting);
    waiting.clear();
    return all;
  }

  /** Whether it waits. */
  boolean waits(String slot, long gen) {
    return waiting.stream().anyMatch(start -> start.slot().equals(slot) && start.gen() == gen);
  }

  private void fill(long nowNanos) {
    tokens = Math.min(perSecond, tokens + (nowNanos - filledNanos) / NANOS * perSecond);
    filledNanos = nowNanos;
  }

  private static String key(String slot, long gen) {
    return slot + " " + gen;
  }
}
