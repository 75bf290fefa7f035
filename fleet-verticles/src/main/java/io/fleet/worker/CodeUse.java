package io.fleet.worker;

import io.fleet.automation.AutomationType;
import java.util.concurrent.atomic.AtomicBoolean;

/** The code of one generation, which its loader is kept open for until {@link #end}. */
final class CodeUse {
  private final AutomationType type;
  private final Runnable given;
  private final AtomicBoolean ended = new AtomicBoolean();

  CodeUse(AutomationType type, Runnable given) {
    this.type = type;
    this.given = given;
  }

  AutomationType type() {
    return type;
  }

  /** The generation has ended; again is harmless. */
  void end() {
    if (ended.compareAndSet(false, true)) {
      given.run();
    }
  }
}
