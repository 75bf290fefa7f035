package io.fleet.cli;

import io.fleet.automation.FleetCheck;
import io.fleet.config.FleetFile;
import io.fleet.config.FleetSpec;
import io.fleet.config.Problem;
import io.fleet.config.ProblemReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A fleet.yaml that was read and checked in all three layers. Its code is looked for on the class
 * path, among the jars of {@code automations/} and in the sources beside it, which are compiled.
 *
 * @param file as the user named it
 * @param spec the fleet; empty when there is a problem
 * @param report every problem as text; empty when there is none
 * @param warnings as text; may be empty
 * @param classes where the sources beside the file were compiled to, if there were any
 */
record CheckedFile(
    Path file, Optional<FleetSpec> spec, String report, String warnings, Optional<Path> classes) {
  static final Path AUTOMATIONS = Path.of("automations");

  /** Reads and checks; throws {@link CommandFailed} when the file cannot be read. */
  static CheckedFile read(Path file, Path compileTo) {
    return read(file, compileTo, List.of(), AUTOMATIONS);
  }

  /**
   * The same with code elsewhere.
   *
   * @param more class path entries
   * @param automations folder of jars
   */
  static CheckedFile read(Path file, Path compileTo, List<Path> more, Path automations) {
    var text = text(file);
    var parsed = FleetFile.parse(file.toString(), text);
    if (parsed.spec().isEmpty()) {
      return new CheckedFile(
          file, Optional.empty(), ProblemReport.of(parsed), "", Optional.empty());
    }
    var sources = SourceCompiler.beside(file);
    if (!sources.isEmpty()) {
      var errors = SourceCompiler.compile(sources, compileTo);
      if (!errors.isEmpty()) {
        var lines = String.join("\n", errors);
        return new CheckedFile(
            file,
            Optional.empty(),
            lines + "\n" + Amount.of(errors.size(), "problem") + ". Nothing was sent.\n",
            "",
            Optional.empty());
      }
    }
    var classes = sources.isEmpty() ? Optional.<Path>empty() : Optional.of(compileTo);
    var all = new ArrayList<>(more);
    classes.ifPresent(all::add);
    try (var code = LocalCode.over(all, automations)) {
      var found = FleetCheck.check(parsed, parsed.spec().get(), code.catalog());
      return found.problems().isEmpty()
          ? new CheckedFile(
              file,
              parsed.spec(),
              "",
              ProblemReport.excerpts(file.toString(), text, found.warnings()),
              classes)
          : new CheckedFile(
              file, Optional.empty(), report(file, text, found.problems()), "", classes);
    }
  }

  /** The fleet, or {@link CommandFailed} with the whole report and exit code 4. */
  FleetSpec insist() {
    return spec.orElseThrow(() -> new CommandFailed(Exit.INVALID, report.stripTrailing()));
  }

  private static String report(Path file, String text, List<Problem> problems) {
    var sorted = new ArrayList<>(problems);
    sorted.sort(java.util.Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
    return ProblemReport.of(file.toString(), text, sorted);
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new CommandFailed(
          Exit.INVALID,
          "There is no file " + file + ". Name one: fleet validate conf/fleet.yaml",
          e);
    } catch (IOException e) {
      throw new CommandFailed(
          Exit.INVALID, "Cannot read " + file + " (" + e.getMessage() + "). Is it a file?", e);
    }
  }
}
