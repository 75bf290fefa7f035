package io.fleet.worker;

import io.fleet.config.Durations;
import io.fleet.slot.Failure;
import java.time.Duration;

/** An execution that took too long and had taken nothing that could be blamed for it. */
final class TimedOut extends Exception implements Failure.Told {
  private static final long serialVersionUID = 1;

  TimedOut(Duration limit) {
    super(text(limit), null, false, false);
  }

  /** As it is shown. */
  static String text(Duration limit) {
    return "EXECUTE_TIMEOUT after " + Durations.format(limit);
  }
}
