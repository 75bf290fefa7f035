package io.fleet.cli;

import io.fleet.bench.Benches;
import io.fleet.bench.Metric;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fleet bench}: measures one part against a limit or a peer in the same run. */
@Command(
    name = "bench",
    description = "Measures one part against a limit or a peer; with -o json one line per metric.")
final class BenchCommand implements Callable<Integer> {
  private final FleetCommand fleet;

  @Parameters(paramLabel = "NAME", description = "which; a wrong name is answered with all")
  String name = "";

  @Option(names = "--quick", description = "smaller and shorter: for a look, not for a record")
  boolean quick;

  BenchCommand(FleetCommand fleet) {
    this.fleet = fleet;
  }

  @Override
  public Integer call() throws Exception {
    if (!Benches.names().contains(name)) {
      throw new CommandFailed(
          Exit.USAGE,
          "fleet bench NAME: there is no benchmark called \"%s\". Available: %s."
              .formatted(name, String.join(" ", Benches.names())));
    }
    var metrics = Benches.measure(name, quick);
    if (fleet.json()) {
      metrics.forEach(metric -> fleet.out.say(line(metric)));
    } else {
      fleet.out.say(table(metrics));
    }
    return Exit.OK;
  }

  /** The field names are a promise. */
  static String line(Metric metric) {
    return new JsonObject()
        .put("bench", metric.bench())
        .put("metric", metric.metric())
        .put("value", metric.value())
        .put("unit", metric.unit())
        .put("reference", metric.reference())
        .put("reference_value", metric.referenceValue())
        .put("ratio", metric.ratio())
        .put("settings", new JsonObject(new TreeMap<String, Object>(metric.settings())))
        .put("runs", metric.runs())
        .put("min", metric.min())
        .put("max", metric.max())
        .encode();
  }

  private static String table(List<Metric> metrics) {
    var table =
        new Table(
            "METRIC", "VALUE", "MIN", "MAX", "UNIT", "REFERENCE", "ITS VALUE", "RATIO", "WITH");
    for (var metric : metrics) {
      table.row(
          metric.metric(),
          number(metric.value()),
          number(metric.min()),
          number(metric.max()),
          metric.unit(),
          metric.reference(),
          number(metric.referenceValue()),
          number(metric.ratio()),
          with(metric.settings()));
    }
    return table.toString();
  }

  private static String number(double value) {
    return Math.abs(value) >= 100 ? "%,.0f".formatted(value) : "%.3g".formatted(value);
  }

  private static String with(Map<String, String> settings) {
    return new TreeMap<>(settings)
        .entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining(" "));
  }
}
