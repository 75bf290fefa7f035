package io.fleet.child;

import java.util.List;

/**
 * What a worker and a slot's JVM say to each other. A call is answered by Returned or Threw; while
 * it lasts the JVM may ask, and every Ask is answered by a Reply. The others are told, not
 * answered.
 *
 * @since 0.1
 */
public sealed interface Frame {
  /** Worker: what to run. The first frame. Answered by Ready, or by Threw. */
  record Begin(
      String className,
      String config,
      String automation,
      int index,
      int count,
      long generation,
      long leaseEndNanos,
      long graceNanos)
      implements Frame {}

  /**
   * Worker: run this hook.
   *
   * @param hook which
   * @param count how many slots the automation has now
   * @param text the item of ITEM, the cursor of READ
   * @param number the limit of READ
   */
  record Call(Hook hook, int count, String text, int number) implements Frame {}

  /**
   * Worker: the answer to an Ask.
   *
   * @param verdict what kind of answer
   * @param text the value, or what is wrong
   * @param items the records of a TAKE
   */
  record Reply(Verdict verdict, String text, List<String> items) implements Frame {
    /** One without records. */
    public static Reply of(Verdict verdict, String text) {
      return new Reply(verdict, text, List.of());
    }
  }

  /** Worker: interrupt the hook that runs. */
  record Interrupt() implements Frame {}

  /** Worker: the lease holds until then, by the clock that all JVMs of a host share. */
  record Pulse(long leaseEndNanos) implements Frame {}

  /** Worker: where do your threads stand? */
  record Look() implements Frame {}

  /**
   * JVM: the code is there.
   *
   * @param itemType simple name of the item of a batch, or empty
   */
  record Ready(String itemType, List<String> takes, List<String> emits) implements Frame {}

  /**
   * JVM: I need something.
   *
   * @param text the topic of TAKE
   * @param number how long TAKE waits, in nanoseconds
   * @param most how many records TAKE wants at the most
   */
  record Ask(Want want, String text, long number, int most) implements Frame {}

  /** JVM: a record to emit. */
  record Emit(String topic, String key, String unique, String json) implements Frame {}

  /** JVM: a line for the slot's timeline. */
  record Note(String text) implements Frame {}

  /** JVM: a line for the log. */
  record Log(String level, String logger, String text) implements Frame {}

  /** JVM: what was opened, closed and reaped since the last time. */
  record Ledger(String kind, long opened, long closed, long reaped) implements Frame {}

  /** JVM: a port is no longer needed. */
  record PortBack(int port) implements Frame {}

  /** Neither says it: the pipe has ended. */
  record Gone() implements Frame {}

  /** JVM: where its threads stand. */
  record Stack(String text) implements Frame {}

  /**
   * JVM: the hook returned.
   *
   * @param text the source's id, or a page's cursor
   * @param number when the next execution is due: a delay, a time or a length, or -1
   * @param flag what the number is (a time), or whether the page is the last
   * @param items of a page
   */
  record Returned(String text, long number, boolean flag, List<String> items) implements Frame {}

  /**
   * JVM: the hook threw.
   *
   * @param what which kind of throw
   * @param text what it says, in one line
   * @param millis the delay of a RETRY
   */
  record Threw(Thrown what, String text, long millis) implements Frame {}

  /** The hooks of an automation. */
  enum Hook {
    /** {@code setup}. */
    SETUP,
    /** {@code execute} of a continuous automation. */
    EXECUTE,
    /** {@code execute} of a batch, with an item. */
    ITEM,
    /** {@code source} of a batch. */
    SOURCE,
    /** {@code read} of that source. */
    READ,
    /** {@code teardown}; the JVM ends after it. */
    TEARDOWN
  }

  /** What the JVM may need. */
  enum Want {
    /** The next records of a topic. */
    TAKE,
    /** A port. */
    PORT
  }

  /** Kinds of answers. */
  enum Verdict {
    /** Here it is. */
    VALUE,
    /** There is none. */
    NONE,
    /** The slot is asked to stop. */
    STOPPING,
    /** It cannot be had. */
    FAILED
  }

  /** Kinds of throws. */
  enum Thrown {
    /** {@code Reject}. */
    REJECT,
    /** {@code Retry}. */
    RETRY,
    /** The end of a wait, because the slot is asked to stop. */
    STOPPING,
    /** The code cannot be run at all. */
    REFUSED,
    /** Anything else. */
    OTHER
  }
}
