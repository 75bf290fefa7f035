package io.fleet.logs;

import io.fleet.protocol.LogLevel;

/**
 * One line as it is kept. Immutable.
 *
 * @param number grows with each line of this JVM
 * @param atMillis wall clock
 * @param level how much it matters
 * @param logger who says it
 * @param thread where
 * @param slot whose; empty for the worker itself
 * @param generation of the slot; empty without one
 * @param execution of that generation, from 1; 0 outside of one
 * @param message what
 * @param error the exception as text; empty without one
 * @since 0.1
 */
public record LogLine(
    long number,
    long atMillis,
    LogLevel level,
    String logger,
    String thread,
    String slot,
    String generation,
    long execution,
    String message,
    String error) {
  /** Roughly what it takes in memory: two bytes a character are the worst case. */
  long bytes() {
    return 160 + 2L * (message.length() + error.length());
  }

  LogLine numbered(long as) {
    return new LogLine(
        as, atMillis, level, logger, thread, slot, generation, execution, message, error);
  }

  /** In the place of lines that came too fast. */
  static LogLine dropped(long lines, String slot, long atMillis) {
    return new LogLine(
        0, atMillis, LogLevel.WARN, "io.fleet.logs", "", slot, "", 0, lines + " lines dropped", "");
  }
}
