package io.fleet.process;

/**
 * What happens to a child when the JVM that started it dies in whatever way.
 *
 * @since 0.1
 */
public enum ParentDeath {
  /** The kernel kills the child at once. */
  KILLS_CHILD,
  /** The child lives on and has to notice by itself (as the worker JVM does, by EOF on stdin). */
  LEAVES_CHILD
}
