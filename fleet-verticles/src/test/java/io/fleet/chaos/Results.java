package io.fleet.chaos;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this run measured. */
final class Results {
  private static final Logger log = LoggerFactory.getLogger(Results.class);

  /** What became of a fault. */
  enum Outcome {
    BEGUN,
    PASSED,
    NOT_RUN,
    FAILED
  }

  private final Map<Fault, Outcome> outcomes = new EnumMap<>(Fault.class);
  private final Map<Fault, Duration> times = new EnumMap<>(Fault.class);

  void begun(Fault fault) {
    outcomes.put(fault, Outcome.BEGUN);
  }

  void measured(Fault fault, Duration took) {
    times.merge(fault, took, (a, b) -> a.compareTo(b) > 0 ? a : b);
    log.info("fault=\"{}\" took={}", fault.text(), seconds(took));
  }

  /** The test of all faults that have begun is over. */
  void over(Outcome outcome) {
    outcomes.replaceAll((fault, was) -> was == Outcome.BEGUN ? outcome : was);
  }

  Map<Fault, Outcome> outcomes() {
    return outcomes;
  }

  Map<Fault, Duration> times() {
    return times;
  }

  /** How many faults ended so. */
  long count(Outcome outcome) {
    return outcomes.values().stream().filter(each -> each == outcome).count();
  }

  /** Whether every fault of the catalogue was tried, or said why not. */
  boolean complete() {
    return outcomes.keySet().size() == Fault.values().length;
  }

  static String seconds(Duration took) {
    return "%.2f s".formatted(took.toMillis() / 1e3);
  }
}
