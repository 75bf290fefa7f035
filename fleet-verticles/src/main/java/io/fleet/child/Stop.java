package io.fleet.child;

/** Ends a wait inside a hook because the slot is asked to stop. */
final class Stop extends RuntimeException {
  private static final long serialVersionUID = 1;

  Stop() {
    super("the slot is asked to stop", null, false, false);
  }
}
