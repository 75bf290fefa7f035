package io.fleet.bench;

import java.util.Map;

/**
 * One measured figure beside what it is compared with.
 *
 * @param bench which bench measured it
 * @param metric what it is
 * @param value the median of the runs
 * @param unit of value, reference value, min and max
 * @param reference what it is compared with in the same run: {@code limit:…} or {@code peer:…}
 * @param referenceValue the reference's median
 * @param ratio value by reference where higher is better, reference by value where lower is better
 * @param settings what it was measured with
 * @param runs how many
 * @param min the least of the runs
 * @param max the greatest of the runs
 * @since 0.1
 */
public record Metric(
    String bench,
    String metric,
    double value,
    String unit,
    String reference,
    double referenceValue,
    double ratio,
    Map<String, String> settings,
    int runs,
    double min,
    double max) {
  public Metric {
    settings = Map.copyOf(settings);
  }
}
