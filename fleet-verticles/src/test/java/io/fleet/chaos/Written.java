package io.fleet.chaos;

import io.fleet.config.Failover;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The two documents that the suite writes: what each fault does, and which complete runs there
 * were. Only a complete run that was asked to ({@code -Dchaos.record=true}) changes them.
 */
final class Written {
  static final Path FAULTS = Daemon.ROOT.resolve("docs/reference/faults.md");
  static final Path RUNS = Daemon.ROOT.resolve("docs/reference/chaos-runs.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ([^|]+) \\| [^|]+ \\| [^|]+ \\| [^|]+ \\| ([0-9.]+) s \\|$");
  private static final String RUNS_HEAD =
      """
      # Runs of the chaos suite

      One line for each complete run that was asked to be written down:
      `./fleet test --all -Dit.test=ChaosIT -Dchaos.record=true`. The faults are in [faults](faults.md).

      | date | commit | profile | seed | faults | passed | not run | seconds | highest load per core |
      |---|---|---|---|---|---|---|---|---|
      """;

  private Written() {}

  /** Writes a run down, if it was complete and asked to be. */
  static void ofRun(Results results, Failover profile, long seed, Duration took) {
    if (!Boolean.getBoolean("chaos.record") || !results.complete()) {
      return;
    }
    try {
      if (!Files.exists(RUNS)) {
        Files.writeString(RUNS, RUNS_HEAD);
      }
      Files.writeString(RUNS, line(results, profile, seed, took), StandardOpenOption.APPEND);
      var before = Files.exists(FAULTS) ? Files.readString(FAULTS) : "";
      Files.writeString(FAULTS, faults(before, results, profile));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(Results results, Failover profile, long seed, Duration took) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %d | %d | %d | %d | %d | %.1f |%n",
        LocalDate.now(ZoneOffset.UTC),
        commit(),
        name(profile),
        seed,
        results.outcomes().size(),
        results.count(Results.Outcome.PASSED),
        results.count(Results.Outcome.NOT_RUN),
        took.toSeconds(),
        Load.highest());
  }

  /** The whole document: a section for each profile, of which one is made anew. */
  static String faults(String before, Results results, Failover profile) {
    var text = new StringBuilder();
    text.append(
        """
        # Faults

        What the chaos suite does to a fleet of real processes, what must come of it, and what came of it. Written by the suite
        itself (see [its runs](chaos-runs.md)): *bound* is the promise, to which the suite adds %d s for a shared machine of two
        cores, times its load per core where that is above 1; *measured* is the last run, *worst* the worst of all runs. After each fault every invariant is checked over all that
        was written since the start: no generation starts twice, never two at once, generations and epochs only rise, no record
        of an ended generation is accepted, the event log replays to the present state, no voluntary drain exceeds its budget.
        """
            .formatted(Fault.ALLOWANCE.toSeconds()));
    for (var each : new Failover[] {Failover.FAST, Failover.BALANCED}) {
      var heading = "\n## Profile " + name(each) + "\n\n";
      var old = section(before, heading);
      if (each == profile) {
        text.append(heading).append(table(results, profile, worst(old)));
      } else if (!old.isEmpty()) {
        text.append(heading).append(old);
      }
    }
    return text.toString();
  }

  private static String table(Results results, Failover profile, Map<Fault, Double> worst) {
    var text =
        new StringBuilder(
            "| fault | expected | bound | measured | worst |\n|---|---|---|---|---|\n");
    for (var fault : Fault.values()) {
      var took = results.times().get(fault);
      var outcome = results.outcomes().get(fault);
      var passed = outcome == Results.Outcome.PASSED && took != null;
      var seconds = passed ? took.toMillis() / 1e3 : 0;
      var most = Math.max(seconds, worst.getOrDefault(fault, 0.0));
      text.append(
          "| %s | %s | %s s | %s | %s |%n"
              .formatted(
                  fault.text(),
                  fault.expected(),
                  shown(fault.bound(profile).toMillis() / 1e3),
                  passed
                      ? shown(seconds) + " s"
                      : outcome == Results.Outcome.NOT_RUN ? "not run" : "FAILED",
                  most == 0 ? "" : shown(most) + " s"));
    }
    return text.toString();
  }

  private static String shown(double seconds) {
    return String.format(Locale.ROOT, "%.1f", seconds);
  }

  private static Map<Fault, Double> worst(String section) {
    var worst = new EnumMap<Fault, Double>(Fault.class);
    var rows = ROW.matcher(section);
    while (rows.find()) {
      for (var fault : Fault.values()) {
        if (fault.text().equals(rows.group(1))) {
          worst.put(fault, Double.parseDouble(rows.group(2)));
        }
      }
    }
    return worst;
  }

  private static String section(String document, String heading) {
    var from = document.indexOf(heading);
    if (from < 0) {
      return "";
    }
    var begin = from + heading.length();
    var end = document.indexOf("\n## ", begin);
    return document.substring(begin, end < 0 ? document.length() : end);
  }

  private static String name(Failover profile) {
    return profile.name().toLowerCase(Locale.ROOT);
  }

  private static String commit() {
    try {
      var git =
          new ProcessBuilder("git", "rev-parse", "--short", "HEAD")
              .directory(Daemon.ROOT.toFile())
              .redirectErrorStream(true)
              .start();
      var said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return said.matches("[0-9a-f]{4,40}") ? said : "unknown";
    } catch (IOException e) {
      return "unknown";
    }
  }
}
