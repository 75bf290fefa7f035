package io.fleet.automation;

import java.io.OutputStream;

/**
 * One child process of a slot. Thread-safe.
 *
 * @since 0.1
 */
public interface Child extends AutoCloseable {
  /** Its number on this host. */
  long pid();

  /** What it reads as its standard input; close it to say that nothing follows. */
  OutputStream input();

  /** Whether it has not ended. */
  boolean isAlive();

  /**
   * Waits for its end.
   *
   * @throws InterruptedException when the slot is interrupted; the process lives on
   */
  Completed await() throws InterruptedException;

  /** Ends it and all below it, at once; nothing happens if all have ended. */
  @Override
  void close();
}
