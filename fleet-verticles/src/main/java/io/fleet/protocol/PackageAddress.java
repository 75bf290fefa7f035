package io.fleet.protocol;

/**
 * Where masters and workers find each other's packages on the event bus. What is said here saves
 * time and proves nothing: a package is known by its hash.
 *
 * @since 0.1
 */
public final class PackageAddress {
  /** Asks every master that keeps packages to say where. */
  public static final String WHO = "__fleet.packages.who";

  /** A master says that it keeps packages: {@code url} of its API. */
  public static final String HERE = "__fleet.packages.here";

  private PackageAddress() {}
}
