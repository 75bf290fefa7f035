package io.fleet.reconcile;

import io.fleet.config.AutomationSpec;
import io.fleet.config.Restart;
import io.fleet.protocol.SlotSpec;
import io.fleet.slot.SlotState;

/**
 * What a new leader makes of the moments that its predecessor wrote: they are of another wall
 * clock, and one that was ahead must not hold a slot back for longer than the longest delay.
 *
 * @since 0.1
 */
public final class Takeover {
  private Takeover() {}

  /** The record, with its {@code until} at most the longest delay from now. */
  public static SlotSpec cut(SlotSpec spec, Desired desired, long nowMillis) {
    var automation = desired.wanting(spec.slot());
    var longest =
        switch (spec.state()) {
          case BACKOFF ->
              automation.map(AutomationSpec::restart).orElse(Restart.DEFAULT).maxDelay();
          case DRAINING ->
              automation.map(AutomationSpec::drainDeadline).orElse(java.time.Duration.ZERO);
          default -> java.time.Duration.ZERO;
        };
    var latest = nowMillis + longest.toMillis();
    var ahead = spec.state() == SlotState.BACKOFF || spec.state() == SlotState.DRAINING;
    return !ahead || spec.untilMillis() <= latest
        ? spec
        : new SlotSpec(
            spec.slot(),
            spec.gen(),
            spec.state(),
            spec.worker(),
            spec.boot(),
            spec.cfg(),
            spec.epoch(),
            spec.cause(),
            spec.sinceMillis(),
            latest,
            spec.failures(),
            spec.detail());
  }
}
