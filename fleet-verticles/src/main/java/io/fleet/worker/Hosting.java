package io.fleet.worker;

import io.fleet.protocol.AutomationStats;
import java.time.Duration;
import java.util.Map;

/**
 * Where generations of slots run. All but {@link #check} and {@link #isEmpty} belong to the boot's
 * loop, on which it also calls back.
 *
 * @since 0.1
 */
public interface Hosting {
  /** Hears of every generation that was taken on; the last word is DONE or FAILED. */
  interface Listener {
    /** A generation says where it is. */
    void phase(String slot, long gen, Ending phase);
  }

  /** Takes a generation on. */
  void take(String slot, long gen, String cfg);

  /** Stops a generation, if it is still here: within its drain deadline, or sooner. */
  void stop(String slot, long gen, Duration atMost);

  /** Begins nothing more, and ends everything: within its drain deadline, or sooner. */
  void quiet(Duration atMost);

  /** Whether nothing runs. Any thread. */
  boolean isEmpty();

  /** Looks for executions that take too long, and for slots that stall. Any thread. */
  void check(long now);

  /** What was done since the boot, by automation. */
  Map<String, AutomationStats> stats();
}
