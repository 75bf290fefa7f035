package io.fleet.worker;

/** Ends a wait inside execute because the slot is asked to stop; what was taken goes back. */
final class Stopping extends RuntimeException {
  private static final long serialVersionUID = 1;

  Stopping(String slot) {
    super("slot " + slot + " is asked to stop", null, false, false);
  }
}
