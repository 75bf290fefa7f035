package io.fleet.bench;

import java.util.List;

/** Placeholder replaced below. */
final class HealBench {
  private HealBench() {}

  static List<Metric> measure(boolean quick) {
    return List.of();
  }
}
