package io.fleet.automation;

import io.fleet.config.AutomationSpec;
import io.fleet.config.ConfigType;
import io.fleet.config.FleetSpec;
import io.fleet.config.Parsed;
import io.fleet.config.Place;
import io.fleet.config.Problem;
import io.fleet.stream.Topic;
import io.fleet.stream.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The third layer of checking a fleet.yaml, after shape and schema: is the class there, in that
 * version, does the config fit its record, do writers and readers of a topic agree. All problems at
 * once. Loads classes and creates automations; not for event loops.
 *
 * @since 0.1
 */
public final class FleetCheck {
  /**
   * What was found.
   *
   * @param problems what is wrong; empty when the fleet may be applied
   * @param warnings what is allowed and probably not meant
   */
  public record Found(List<Problem> problems, List<Problem> warnings) {}

  /** One end of a topic. */
  private record End(String automation, Topic<?> topic) {}

  private final Parsed parsed;
  private final Catalog catalog;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> warnings;
  private final Map<String, List<End>> writers = new TreeMap<>();
  private final Map<String, List<End>> readers = new TreeMap<>();

  private FleetCheck(Parsed parsed, Catalog catalog) {
    this.parsed = parsed;
    this.catalog = catalog;
    this.warnings = new ArrayList<>(parsed.warnings());
  }

  /** Checks a file whose shape is right. */
  public static Found check(Parsed parsed, FleetSpec fleet, Catalog catalog) {
    var check = new FleetCheck(parsed, catalog);
    fleet.automations().values().forEach(check::automation);
    check.topics();
    return new Found(List.copyOf(check.problems), List.copyOf(check.warnings));
  }

  private void automation(AutomationSpec spec) {
    var path = "automations." + spec.name();
    final Optional<AutomationType> type;
    try {
      type = catalog.find(spec.className(), spec.version());
    } catch (IllegalArgumentException e) {
      problems.add(at(path + ".class", text(e), ""));
      return;
    }
    if (type.isEmpty()) {
      problems.add(unknown(path, spec.className()));
      return;
    }
    version(path, spec, type.get());
    ConfigType.of(type.get().configType()).bind(spec.config()).problems().stream()
        .map(problem -> parsed.configProblem(spec.name(), problem))
        .forEach(problems::add);
    try {
      note(spec.name(), type.get().topics());
    } catch (RuntimeException e) {
      problems.add(at(path + ".class", text(e), ""));
    }
  }

  private Problem unknown(String path, String className) {
    var known = String.join(", ", catalog.classNames());
    return at(
        path + ".class",
        className + " is not on the class path of any worker",
        (known.isEmpty() ? "" : "Known: " + known + ". ") + "Is its jar in automations/?");
  }

  private void version(String path, AutomationSpec spec, AutomationType type) {
    type.version()
        .filter(version -> !version.equals(spec.version()))
        .ifPresent(
            version ->
                problems.add(
                    at(
                        path + ".version",
                        "the jar of "
                            + type.className()
                            + " is version "
                            + version
                            + ", not "
                            + spec.version(),
                        "Write version: \"" + version + "\"")));
  }

  private void note(String automation, Topics topics) {
    topics
        .takes()
        .forEach(
            topic ->
                readers
                    .computeIfAbsent(topic.name(), n -> new ArrayList<>())
                    .add(new End(automation, topic)));
    topics
        .emits()
        .forEach(
            topic ->
                writers
                    .computeIfAbsent(topic.name(), n -> new ArrayList<>())
                    .add(new End(automation, topic)));
  }

  private void topics() {
    var names = new java.util.TreeSet<>(writers.keySet());
    names.addAll(readers.keySet());
    for (var name : names) {
      var ends = new ArrayList<>(writers.getOrDefault(name, List.of()));
      ends.addAll(readers.getOrDefault(name, List.of()));
      ends.forEach(end -> agree(ends.getFirst(), end));
      if (!readers.containsKey(name)) {
        warnings.add(end(ends.getFirst(), "emits " + name + ", which has no reader", ""));
      }
      if (!writers.containsKey(name)) {
        warnings.add(end(ends.getFirst(), "takes " + name + ", which has no writer", ""));
      }
    }
  }

  private void agree(End first, End other) {
    var name = first.topic().name();
    if (!first.topic().type().getName().equals(other.topic().type().getName())) {
      problems.add(
          end(
              other,
              "topic %s is %s here and %s in automations.%s"
                  .formatted(
                      name,
                      other.topic().type().getName(),
                      first.topic().type().getName(),
                      first.automation()),
              "A topic has one type: share one Topic constant"));
    } else if (first.topic().isUnique() != other.topic().isUnique()) {
      problems.add(
          end(
              other,
              "topic %s is %s here and not in automations.%s"
                  .formatted(
                      name,
                      other.topic().isUnique() ? "uniqueBy" : "without uniqueBy",
                      first.automation()),
              "Share one Topic constant"));
    }
  }

  private Problem end(End end, String what, String hint) {
    return at("automations." + end.automation() + ".class", what, hint);
  }

  /** At the value if the file has it, else at the automation's name. */
  private Problem at(String path, String what, String hint) {
    var parent = path.substring(0, path.lastIndexOf('.'));
    var place = parsed.at(path).or(() -> parsed.marks().key(parent)).orElse(new Place(1, 1));
    return new Problem(place.line(), place.column(), path, what, hint);
  }

  private static String text(RuntimeException e) {
    var message = e.getMessage();
    var line = message == null ? e.getClass().getSimpleName() : message;
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }
}
