package io.fleet.resource;

import io.fleet.automation.LocalPort;
import java.util.concurrent.atomic.AtomicBoolean;

/** A port that is given back once. */
record Port(int number, AtomicBoolean given, Runnable back) implements LocalPort {
  Port(int number, Runnable back) {
    this(number, new AtomicBoolean(), back);
  }

  @Override
  public void close() {
    if (given.compareAndSet(false, true)) {
      back.run();
    }
  }
}
