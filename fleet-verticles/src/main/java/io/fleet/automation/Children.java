package io.fleet.automation;

/**
 * Child processes of a slot: {@code run.lease(Children.class)}. Each runs in a session of its own,
 * marked with its slot; what it prints goes to the slot's log. None outlives the lease, daemons
 * that it left behind included: leased in {@code setup} they end with the generation, leased in
 * {@code execute} with that execution. When the worker dies, however it dies, they die too. Linux
 * only. Use it from the slot's own thread.
 *
 * @since 0.1
 */
public interface Children extends AutoCloseable {
  /**
   * Starts a program.
   *
   * @throws IllegalStateException that says why it cannot be started
   */
  Child start(Command command);

  /**
   * Starts a program and waits for its end.
   *
   * @throws InterruptedException when the slot is interrupted; the program and all below it are
   *     ended first
   */
  Completed run(Command command) throws InterruptedException;

  /** Ends all that were started through this lease, and all below them. */
  @Override
  void close();
}
