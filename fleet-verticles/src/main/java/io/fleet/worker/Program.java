package io.fleet.worker;

import io.fleet.automation.Automation;
import io.fleet.stream.Topic;
import io.fleet.stream.Topics;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** The code of one generation, wherever it runs: the slot's thread need not know. */
interface Program {
  /**
   * Waits until the code is there; on the slot's thread, first of all. The others but pulse, kill
   * and stack are called after it.
   *
   * @throws ChildGone if its process ended instead
   * @throws IllegalArgumentException if the code cannot be run at all
   */
  void load() throws InterruptedException;

  /** Its hooks, to be called on the slot's thread alone. */
  Automation<?> automation();

  /** What the code declares. */
  Topics topics();

  /** The internal topic of a batch; empty for a continuous automation. */
  Optional<Topic<?>> items();

  /**
   * Throws when its process has ended, which nobody asked for: then this generation is over,
   * whatever it is at. On the slot's thread.
   *
   * @throws ChildGone how it ended
   */
  default void alive() {}

  /** The lease holds until then. Any thread; never blocks. */
  default void pulse(long leaseEndNanos) {}

  /**
   * Ends code that did not listen to an interrupt, if that can be done without ending the worker.
   * Any thread; may block for some milliseconds.
   *
   * @param why in one line, for the report
   */
  default void kill(String why) {}

  /** Where its threads stand. Any thread. */
  CompletionStage<String> stack();

  /** How long its threads or processes computed, where that is known. Any thread. */
  default OptionalLong cpuMillis() {
    return OptionalLong.empty();
  }

  /** What its thread ever allocated, where that is known. Any thread. */
  default OptionalLong allocatedBytes() {
    return OptionalLong.empty();
  }
}
