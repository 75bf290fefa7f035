package io.fleet.slot;

/**
 * The number of one tenure of a slot: {@code epoch << 20 | n}. It never falls, since the epoch is
 * durable before its first use and n only counts up (the idea of ZooKeeper's zxid). Fits 53 bits,
 * so it is exact in JSON and in Lua. Immutable.
 *
 * @param value the number itself; 0 means none
 * @since 0.1
 */
public record Generation(long value) implements Comparable<Generation> {
  /** How many bits n has; at {@code n == 2^20} the leader takes a new epoch. */
  public static final int COUNTER_BITS = 20;

  /** The largest n. */
  public static final long MAX_N = (1L << COUNTER_BITS) - 1;

  /** The largest epoch that still fits 53 bits. */
  public static final long MAX_EPOCH = (1L << (53 - COUNTER_BITS)) - 1;

  /** No generation yet. */
  public static final Generation NONE = new Generation(0);

  public Generation {
    if (value < 0 || value >> COUNTER_BITS > MAX_EPOCH) {
      throw new IllegalArgumentException("not a generation: " + value);
    }
  }

  /** The n-th generation of an epoch. */
  public static Generation of(long epoch, long n) {
    if (epoch < 0 || epoch > MAX_EPOCH || n < 0 || n > MAX_N) {
      throw new IllegalArgumentException("not a generation: epoch " + epoch + ", n " + n);
    }
    return new Generation(epoch << COUNTER_BITS | n);
  }

  /** Reads the number as Redis and JSON hold it. */
  public static Generation parse(String number) {
    return new Generation(Long.parseLong(number));
  }

  /** The leadership that gave it. */
  public long epoch() {
    return value >> COUNTER_BITS;
  }

  /** Its number within the epoch. */
  public long n() {
    return value & MAX_N;
  }

  public boolean isAfter(Generation other) {
    return value > other.value;
  }

  @Override
  public int compareTo(Generation other) {
    return Long.compare(value, other.value);
  }

  /** As people read it: {@code 3.117}. */
  @Override
  public String toString() {
    return epoch() + "." + n();
  }
}
