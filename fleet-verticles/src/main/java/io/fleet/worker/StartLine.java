package io.fleet.worker;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Where generations wait for their turn to begin, so that a worker that is given a hundred slots at
 * once does not set them up all at once: no more than so many are STARTING, and no more begin than
 * so many a second, with a burst of one second's worth. First come, first served. Pure, but for its
 * state: belongs to one thread, time comes in as values.
 */
final class StartLine {
  /** One generation that is to begin. */
  record Start(String slot, long gen, String cfg) {
    private Key key() {
      return new Key(slot, gen);
    }
  }

  private record Key(String slot, long gen) {}

  private static final double NANOS = Duration.ofSeconds(1).toNanos();

  private final int mostStarting;
  private final double perSecond;
  private final SequencedMap<Key, Start> waiting = new LinkedHashMap<>();
  private final Set<Key> starting = new HashSet<>();
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
    waiting.put(start.key(), start);
  }

  /** Who begins now, if anybody may; it counts as STARTING until {@link #begun}. */
  Optional<Start> next(long nowNanos) {
    fill(nowNanos);
    if (waiting.isEmpty() || starting.size() >= mostStarting || tokens < 1) {
      return Optional.empty();
    }
    tokens--;
    var first = waiting.pollFirstEntry();
    starting.add(first.getKey());
    return Optional.of(first.getValue());
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
    return starting.remove(new Key(slot, gen));
  }

  /** Whether it waited; it does not any more. */
  boolean leave(String slot, long gen) {
    return waiting.remove(new Key(slot, gen)) != null;
  }

  /** Everybody who waited; nobody does any more. */
  List<Start> clear() {
    var all = List.copyOf(waiting.values());
    waiting.clear();
    return all;
  }

  /** Whether it waits. */
  boolean waits(String slot, long gen) {
    return waiting.containsKey(new Key(slot, gen));
  }

  private void fill(long nowNanos) {
    tokens = Math.min(perSecond, tokens + (nowNanos - filledNanos) / NANOS * perSecond);
    filledNanos = nowNanos;
  }
}
