package io.fleet.chaos;

import java.util.Optional;

/**
 * One line of the log: what a witness said, or what the suite did to a process.
 *
 * @param what start, alive, locked, flock-refused, end; by the suite: freeze, thaw, kill, lost
 * @param slot who; for the suite's own lines a word without a slash
 * @param gen its generation
 * @param pid of the JVM
 * @param boot of the worker
 * @param nanos the host's monotonic clock, one for all processes
 */
record Line(String what, String slot, long gen, long pid, long boot, long nanos) {
  static Optional<Line> parse(String text) {
    var words = text.split(" ", -1);
    if (words.length != 6) {
      return Optional.empty();
    }
    return Optional.of(
        new Line(
            words[0],
            words[1],
            Long.parseLong(words[2]),
            Long.parseLong(words[3]),
            Long.parseLong(words[4]),
            Long.parseLong(words[5])));
  }

  boolean ofWitness() {
    return slot.indexOf('/') > 0;
  }

  @Override
  public String toString() {
    return "%s %s %s pid=%d at=%.3fs"
        .formatted(what, slot, new io.fleet.slot.Generation(gen), pid, nanos / 1e9);
  }
}
