package io.fleet.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads fleet.yaml, and writes and reads the JSON in which a fleet is stored. Pure: opening the
 * file is the caller's work. Safe for any thread.
 *
 * @since 0.1
 */
public final class FleetFile {
  private FleetFile() {}

  /**
   * Reads a fleet.yaml. Never throws, whatever the text: all that is wrong comes back as problems
   * with line and column, all at once.
   *
   * @param fileName as the user knows it; stands before each problem
   */
  public static Parsed parse(String fileName, String text) {
    var findings = new Findings();
    // Some editors begin a file with a byte order mark.
    var bare = text.startsWith("\ufeff") ? text.substring(1) : text;
    var root = YamlReader.read(bare, findings);
    root.ifPresent(value -> check(value, findings));
    var marks = new Marks(fileName, bare, root);
    if (!findings.isEmpty() || !(root.orElse(null) instanceof Yaml.Fields file)) {
      return new Parsed(Optional.empty(), findings.list(), List.of(), marks);
    }
    var spec = SpecReader.read(file);
    return new Parsed(Optional.of(spec), List.of(), warnings(spec, marks), marks);
  }

  /** The canonical JSON text of a fleet: the same fleet, the same text. */
  public static String toJson(FleetSpec spec) {
    return SpecJson.write(spec);
  }

  /**
   * The fleet of a text by {@link #toJson}. Throws {@link IllegalArgumentException} with one clear
   * sentence when it is not.
   */
  public static FleetSpec fromJson(String json) {
    return SpecJson.readFleet(json);
  }

  private static void check(Yaml value, Findings findings) {
    Grammar.check(value, findings);
    if (value instanceof Yaml.Fields file) {
      SpecReader.check(file, findings);
    }
  }

  private static List<Problem> warnings(FleetSpec spec, Marks marks) {
    var warnings = new ArrayList<Problem>();
    if (spec.automations().isEmpty()) {
      warnings.add(new Problem(0, 0, "automations", "none, so this fleet has nothing to do", ""));
    }
    spec.automations()
        .values()
        .forEach(
            each -> {
              if (each.slots() == 0) {
                var path = "automations." + each.name() + ".slots";
                var at =
                    marks.value(path).or(() -> marks.value("defaults.slots")).orElse(Place.START);
                warnings.add(
                    new Problem(at.line(), at.column(), path, "0, so this runs nowhere", ""));
              }
            });
    return warnings;
  }
}
