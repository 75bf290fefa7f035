package io.fleet.testkit.sim;

/**
 * A machine's clocks.
 *
 * @param name for messages
 * @param rate how fast its monotonic clock runs, 1 being right
 * @param offset where its monotonic clock began, in nanoseconds
 */
record Host(String name, double rate, long offset) {
  /** Its monotonic clock at this true time. */
  long nanos(long now) {
    return offset + (long) (now * rate);
  }

  /** How much true time passes while its clock counts so many nanoseconds. */
  long trueTime(long nanos) {
    return (long) Math.ceil(nanos / rate);
  }
}
