package io.fleet.automation;

/**
 * How a child process ended.
 *
 * @param exit its exit code; 128 + n when signal n ended it
 * @param output the last of what it printed, at most 64 KiB, both streams as they came
 * @param timedOut whether the time-out of its command ended it
 * @since 0.1
 */
public record Completed(int exit, String output, boolean timedOut) {
  /** Whether it ended with 0 in time. */
  public boolean ok() {
    return exit == 0 && !timedOut;
  }
}
