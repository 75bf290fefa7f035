package io.fleet.process;

/** The words that shell and worker JVM exchange. */
final class ShellProtocol {
  /** Set to {@code 1} in the environment of a JVM that has a shell above it. */
  static final String ENV_SHELL = "FLEET_SHELL";

  /** The highest boot the shell knows of; the next boot must be above it. */
  static final String ENV_FLOOR = "FLEET_BOOT_FLOOR";

  /** Followed by the number of a boot, told before its first heartbeat. */
  static final String BOOT = "fleet-shell boot ";

  /** Followed by the end of the lease on the host's monotonic clock. */
  static final String PULSE = "fleet-shell pulse ";

  private ShellProtocol() {}
}
