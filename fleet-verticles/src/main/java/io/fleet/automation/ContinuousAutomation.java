package io.fleet.automation;

/**
 * Work without an end: execute is called again and again, with a rest in between.
 *
 * @param <C> the config record
 * @since 0.1
 */
public abstract non-sealed class ContinuousAutomation<C> extends Automation<C> {
  /**
   * Does one piece of work and says when to come again. Runs on the slot's own thread and may
   * block.
   */
  public abstract Next execute(Run<C> run) throws Exception;
}
