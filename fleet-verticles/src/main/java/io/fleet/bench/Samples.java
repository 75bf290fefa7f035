package io.fleet.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Figures of several runs of one thing. */
record Samples(List<Double> values) {
  Samples {
    values = values.stream().sorted().toList();
    if (values.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
  }

  static Samples of(double... values) {
    return new Samples(Arrays.stream(values).boxed().toList());
  }

  double median() {
    return values.get(values.size() / 2);
  }

  double p95() {
    return values.get((int) Math.min(values.size() - 1, Math.ceil(values.size() * 0.95) - 1));
  }

  /** As a figure for which less is better. */
  Metric less(
      String bench,
      String metric,
      double value,
      String unit,
      String reference,
      double referenceValue,
      Map<String, String> settings) {
    return metric(
        bench, metric, value, unit, reference, referenceValue, referenceValue / value, settings);
  }

  /** As a figure for which more is better. */
  Metric more(
      String bench,
      String metric,
      double value,
      String unit,
      String reference,
      double referenceValue,
      Map<String, String> settings) {
    return metric(
        bench, metric, value, unit, reference, referenceValue, value / referenceValue, settings);
  }

  private Metric metric(
      String bench,
      String metric,
      double value,
      String unit,
      String reference,
      double referenceValue,
      double ratio,
      Map<String, String> settings) {
    return new Metric(
        bench,
        metric,
        value,
        unit,
        reference,
        referenceValue,
        ratio,
        settings,
        values.size(),
        values.getFirst(),
        values.getLast());
  }
}
