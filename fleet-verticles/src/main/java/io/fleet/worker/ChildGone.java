package io.fleet.worker;

import io.fleet.slot.Failure;

/** The JVM of a process slot has ended; its message says how, in one line. */
final class ChildGone extends RuntimeException implements Failure.Told {
  private static final long serialVersionUID = 1;

  ChildGone(String how) {
    super(how, null, false, false);
  }
}
