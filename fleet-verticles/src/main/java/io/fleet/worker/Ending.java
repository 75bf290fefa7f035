package io.fleet.worker;

import io.fleet.slot.Phase;

/**
 * What a generation says of itself; with DONE or FAILED it has ended.
 *
 * @param phase where it is
 * @param detail {@code stopped}, {@code finished}, or the failure in one line
 * @param permanent whether a retry cannot help
 * @since 0.1
 */
public record Ending(Phase phase, String detail, boolean permanent) {
  static final Ending STOPPED = new Ending(Phase.DONE, "stopped", false);
  static final Ending FINISHED = new Ending(Phase.DONE, "finished", false);

  static Ending failed(String why) {
    return new Ending(Phase.FAILED, why, false);
  }

  static Ending refused(String why) {
    return new Ending(Phase.FAILED, why, true);
  }
}
