package io.fleet.api;

/**
 * What an automation did lately.
 *
 * @param perSecond executions ended, all outcomes but retried
 * @param errorRate (failed + timeout) / all but rejected; 0 when there were none
 * @param busy seconds inside execute / slot-seconds
 * @param p95Millis the slowest worker's; -1 when there were none
 */
record Rates(double perSecond, double errorRate, double busy, long p95Millis) {
  static final Rates NONE = new Rates(0, 0, 0, -1);
}
