package io.fleet.logs;

import java.util.Set;

/**
 * The keys in the MDC of whatever a slot logs: its own thread, and the lines of its child
 * processes. The lines of a slot are found by them, not by their thread.
 *
 * @since 0.1
 */
public final class Mdc {
  /** As in {@code prober/17}. */
  public static final String SLOT = "slot";

  /** As one number. */
  public static final String GENERATION = "generation";

  /** Counts the executions of the generation, from 1; not there outside of one. */
  public static final String EXECUTION = "execution";

  static final Set<String> ALL = Set.of(SLOT, GENERATION, EXECUTION);

  private Mdc() {}
}
