package io.fleet.bench;

import io.fleet.automation.ContinuousAutomation;
import io.fleet.automation.Next;
import io.fleet.automation.Run;

/**
 * A slot that does nothing, as often as it can.
 *
 * @since 0.1
 */
public final class EmptyExecute extends ContinuousAutomation<EmptyExecute.Config> {
  /**
   * Nothing to say.
   *
   * @since 0.1
   */
  public record Config() {}

  /** Made by the worker. */
  public EmptyExecute() {}

  @Override
  public Next execute(Run<Config> run) {
    return Next.now();
  }
}
