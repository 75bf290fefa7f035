package io.fleet.protocol;

/**
 * A worker's line in the {@code beats} hash: small, so that the leader may read all of them at each
 * tick.
 *
 * @param boot the boot that sent it
 * @param seq counts the heartbeats of that boot
 * @param bodyRev changes when the report's slots change
 * @param seen the highest epoch that the worker has seen
 */
public record Beat(long boot, long seq, long bodyRev, long seen) {
  /** Reads {@code boot seq bodyRev seen}. */
  public static Beat parse(String text) {
    var parts = text.split(" ");
    if (parts.length != 4) {
      throw new IllegalArgumentException("not a beat: " + text);
    }
    return new Beat(
        Long.parseLong(parts[0]),
        Long.parseLong(parts[1]),
        Long.parseLong(parts[2]),
        Long.parseLong(parts[3]));
  }

  @Override
  public String toString() {
    return boot + " " + seq + " " + bodyRev + " " + seen;
  }
}
