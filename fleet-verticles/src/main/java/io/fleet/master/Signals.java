package io.fleet.master;

/**
 * "Look now", in both directions. Nothing rests on it: a lost, doubled or late signal costs at most
 * one heartbeat.
 *
 * @since 0.1
 */
public interface Signals {
  /** There is something for this worker. */
  void worker(String name);

  /** There is something to show. */
  void view();

  /** Passes nudges and orders on to this leadership, until the answer is run. */
  Runnable listen(Reign reign);
}
