package io.fleet.reconcile;

import io.fleet.protocol.SlotSpec;

/**
 * One slot of an automation that is rolled out, as a rollout sees it.
 *
 * @param spec its record
 * @param where what can be expected of it
 * @param healthy whether it runs the new version and has for long enough
 * @param failed whether it failed on the new version
 */
record Sight(SlotSpec spec, Where where, boolean healthy, boolean failed) {
  /** What can be expected of a slot. */
  enum Where {
    /** It runs. */
    RUNS,
    /** It starts, or is about to be given to a worker. */
    COMING,
    /** It was told to stop. */
    GOING,
    /** It failed and waits. */
    FAILING,
    /** Its batch is finished. */
    FINISHED,
    /**
     * Nothing, for now: its worker is silent or dead, a person holds it, or there is no seat for
     * it. A rollout does not wait for it; it catches up.
     */
    ABSENT
  }

  int number() {
    return spec.slot().index();
  }

  boolean absent() {
    return where == Where.ABSENT;
  }

  boolean runs() {
    return where == Where.RUNS;
  }

  boolean on(String hash) {
    return spec.cfg().equals(hash);
  }
}
