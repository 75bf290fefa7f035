package io.fleet.protocol;

/**
 * The times of a rollout, in milliseconds of the leader's wall clock. They decide when to wait no
 * longer, and nothing else: no bound on what may be down or fail rests on them.
 *
 * @param begunMillis when the rollout began
 * @param stepMillis when its step began
 * @param progressMillis when something last got better
 * @param running whether time counts; it does not while the rollout must wait for something else
 * @param sinceMillis when time last began to count: no deadline is older
 * @param good how many slots were as they should be when something last got better
 * @since 0.1
 */
public record RolloutClock(
    long begunMillis,
    long stepMillis,
    long progressMillis,
    boolean running,
    long sinceMillis,
    int good) {
  /** Starts now. */
  public static RolloutClock begin(long nowMillis) {
    return new RolloutClock(nowMillis, nowMillis, nowMillis, true, nowMillis, 0);
  }

  /** A step begins. */
  public RolloutClock step(long nowMillis, int nowGood) {
    return new RolloutClock(begunMillis, nowMillis, nowMillis, running, nowMillis, nowGood);
  }

  /** Something got better. */
  public RolloutClock better(long nowMillis, int nowGood) {
    return new RolloutClock(begunMillis, stepMillis, nowMillis, running, sinceMillis, nowGood);
  }

  /** Something else is measured from now on. */
  public RolloutClock measure(int nowGood) {
    return new RolloutClock(begunMillis, stepMillis, progressMillis, running, sinceMillis, nowGood);
  }

  /** Time does not count. */
  public RolloutClock stop() {
    return new RolloutClock(begunMillis, stepMillis, progressMillis, false, sinceMillis, good);
  }

  /** Time counts, from now on. */
  public RolloutClock start(long nowMillis) {
    return new RolloutClock(begunMillis, stepMillis, progressMillis, true, nowMillis, good);
  }
}
