package io.fleet.worker;

import io.fleet.slot.Failure;

/** What a hook threw in the JVM of its slot; its message is the throw as one line. */
final class ChildThrew extends RuntimeException implements Failure.Told {
  private static final long serialVersionUID = 1;

  ChildThrew(String what) {
    super(what, null, false, false);
  }
}
