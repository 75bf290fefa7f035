package io.fleet.testkit.sim;

/** A process: alive or dead, running or stopped. */
final class Proc {
  private final String name;
  private final Host host;
  private boolean alive = true;
  private long frozenUntil;
  private long lateSince = Long.MIN_VALUE;

  Proc(String name, Host host) {
    this.name = name;
    this.host = host;
  }

  Host host() {
    return host;
  }

  boolean alive() {
    return alive;
  }

  void kill() {
    alive = false;
  }

  /** Stops it, as SIGSTOP would, until this true time; a second stop prolongs the first. */
  void freeze(long until) {
    frozenUntil = Math.max(frozenUntil, until);
  }

  /** Stops it over the end of its lease, so that it cannot fence itself in time. */
  void freezePastLease(long until) {
    freeze(until);
    lateSince = Math.max(lateSince, until);
  }

  long frozenUntil() {
    return frozenUntil;
  }

  /** When it went on, or will go on, after it was last stopped past its lease. */
  long lateSince() {
    return lateSince;
  }

  @Override
  public String toString() {
    return name;
  }
}
