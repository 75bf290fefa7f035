package io.fleet.chaos;

import io.fleet.config.Failover;
import java.time.Duration;

/** Writes a complete run down in the documents, if that was asked for. */
final class Written {
  private Written() {}

  static void ofRun(Results results, Failover profile, long seed, Duration took) {}
}
