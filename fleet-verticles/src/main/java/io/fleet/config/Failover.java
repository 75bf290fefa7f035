package io.fleet.config;

import java.time.Duration;

/**
 * The timing profile of a fleet. Every value keeps {@code deadAfter >= L(1+r)/(1-r) +
 * (TICK+K)(1+r)} with a clock rate error r of 0.005, so that a worker that was declared dead has
 * ended its work by then.
 *
 * @since 0.1
 */
public enum Failover {
  /** Heals within 8 s of a lost host; a Redis outage below 2.5 s stops nothing. */
  FAST(500, 3_000, 1_500, 100, 5_000, 2_000),
  /** The default: 27 s, and 13 s. */
  BALANCED(2_000, 15_000, 8_000, 500, 24_000, 6_000),
  /** 75 s, and 55 s. */
  PATIENT(5_000, 60_000, 10_000, 500, 72_000, 15_000);

  private final long heartbeatMillis;
  private final long leaseMillis;
  private final long stopGraceMillis;
  private final long watchdogMillis;
  private final long deadAfterMillis;
  private final long leaderLeaseMillis;

  Failover(
      long heartbeat, long lease, long stopGrace, long watchdog, long deadAfter, long leaderLease) {
    this.heartbeatMillis = heartbeat;
    this.leaseMillis = lease;
    this.stopGraceMillis = stopGrace;
    this.watchdogMillis = watchdog;
    this.deadAfterMillis = deadAfter;
    this.leaderLeaseMillis = leaderLease;
  }

  /** H: how often a worker reports. */
  public Duration heartbeat() {
    return Duration.ofMillis(heartbeatMillis);
  }

  /** L: how long a worker may go on after it sent its last answered heartbeat. */
  public Duration lease() {
    return Duration.ofMillis(leaseMillis);
  }

  /** K: how long a worker whose lease ran out may take to end everything. */
  public Duration stopGrace() {
    return Duration.ofMillis(stopGraceMillis);
  }

  /** TICK: how often the lease is checked. */
  public Duration watchdog() {
    return Duration.ofMillis(watchdogMillis);
  }

  /** T_dead: silence after which a worker counts as lost. */
  public Duration deadAfter() {
    return Duration.ofMillis(deadAfterMillis);
  }

  /** T_M: how long a leadership lasts without renewal. */
  public Duration leaderLease() {
    return Duration.ofMillis(leaderLeaseMillis);
  }
}
