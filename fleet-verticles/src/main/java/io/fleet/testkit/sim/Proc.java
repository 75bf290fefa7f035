package io.fleet.testkit.sim;

/** A process: alive or dead, running or stopped. */
final class Proc {
  private final String name;
  private final Host host;
  private boolean alive = true;
  private long frozenUntil;
  private long frozenFor;

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
  void freeze(long now, long until) {
    if (until > frozenUntil) {
      frozenFor = frozenUntil > now ? frozenFor + until - frozenUntil : until - now;
      frozenUntil = until;
    }
  }

  long frozenUntil() {
    return frozenUntil;
  }

  /** How long its last stop lasts or lasted; 0 when it never was stopped. */
  long frozenFor() {
    return frozenFor;
  }

  @Override
  public String toString() {
    return name;
  }
}
