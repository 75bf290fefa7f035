package io.fleet.bench;

import io.fleet.automation.ContinuousAutomation;
import io.fleet.automation.Next;
import io.fleet.automation.Run;
import java.time.Duration;

/**
 * A slot that rests.
 *
 * @since 0.1
 */
public final class IdleSlot extends ContinuousAutomation<IdleSlot.Config> {
  /**
   * Nothing to say.
   *
   * @since 0.1
   */
  public record Config() {}

  /** Made by the worker. */
  public IdleSlot() {}

  @Override
  public Next execute(Run<Config> run) {
    return Next.in(Duration.ofHours(1));
  }
}
