package io.fleet.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What became of a fleet.yaml. Immutable.
 *
 * @param spec the fleet; empty when there is a problem
 * @param problems everything that is wrong, in the order of the file
 * @param warnings what is allowed and probably not meant
 * @param marks where each key and value stands
 * @since 0.1
 */
public record Parsed(
    Optional<FleetSpec> spec, List<Problem> problems, List<Problem> warnings, Marks marks) {
  public Parsed {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }

  /** Where the value of a path begins, {@code automations.prober.config.urls[0]}. */
  public Optional<Place> at(String path) {
    return marks.value(path);
  }

  /**
   * A problem of {@link ConfigType#bind} with its place in this file and its whole path. A value
   * that came from {@code defaults} is found there; what is missing is shown at the key above it.
   */
  public Problem configProblem(String automation, Problem problem) {
    var own = "automations." + automation;
    var below = Paths.child("config", problem.path());
    var place = place(own, below, problem).or(() -> marks.key(own)).orElse(Place.START);
    return new Problem(
        place.line(), place.column(), Paths.child(own, below), problem.what(), problem.hint());
  }

  private Optional<Place> place(String own, String below, Problem problem) {
    // An unknown field is shown at its key, a wrong value at the value. The config as a whole has
    // no value to point at, so its key serves.
    var atKey = problem.what().equals(ConfigCheck.UNKNOWN) || problem.path().isEmpty();
    for (var path : upwards(below)) {
      for (var root : List.of(own, "defaults")) {
        var whole = Paths.child(root, path);
        var found = atKey || !path.equals(below) ? marks.key(whole) : marks.shown(whole);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /** The path, then each path above it. */
  private static List<String> upwards(String path) {
    var paths = new ArrayList<String>();
    var at = path;
    while (!at.isEmpty()) {
      paths.add(at);
      at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
    }
    return paths;
  }
}
