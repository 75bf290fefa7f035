package io.fleet.config;

/**
 * What the code of one slot runs on, and how much memory it may have.
 *
 * @param mode virtual, platform or process
 * @param memory what a worker promises a slot when it takes it, and the most that a slot's
 *     processes may hold together; only a process can be held to it
 * @since 0.1
 */
public record Threads(Threading mode, Bytes memory) {
  /** Where a process slot begins when nothing is written. */
  public static final Bytes PROCESS_MEMORY = Bytes.ofMebi(256);

  /** Less than a JVM takes by itself is no limit but a refusal. */
  public static final Bytes LEAST_PROCESS_MEMORY = Bytes.ofMebi(96);

  /** A virtual thread. */
  public static final Threads DEFAULT = new Threads(Threading.VIRTUAL, new Bytes(0));

  /** The memory that holds: what is written, or what a process has by default. */
  public Bytes limit() {
    return memory.count() == 0 && mode == Threading.PROCESS ? PROCESS_MEMORY : memory;
  }
}
