package io.fleet.worker;

/** A package could not be had for now; the message says where it was looked for and what came. */
final class PackageUnavailable extends Exception {
  private static final long serialVersionUID = 1;

  PackageUnavailable(String message) {
    super(message, null, false, false);
  }
}
