package io.fleet.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/**
 * Compiles the {@code *.java} files beside a fleet.yaml, so that a first automation needs no build
 * tool. Tests are left out. The methods block.
 */
final class SourceCompiler {
  private SourceCompiler() {}

  /** The sources beside a file, by name. */
  static List<Path> beside(Path file) {
    var folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("."));
    try (var files = Files.list(folder)) {
      return files
          .filter(f -> f.toString().endsWith(".java") && !f.toString().endsWith("Test.java"))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of(); // a folder that cannot be read is told of when the file is
    }
  }

  /**
   * Compiles into a folder, which then holds these classes alone; a folder whose sources are wrong
   * stays as it was.
   *
   * @return what is wrong, as {@code file:line: message}; empty when all is compiled
   */
  static List<String> compile(List<Path> sources, Path classes) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      return List.of("This is a Java runtime without compiler. Set FLEET_JAVA_HOME to a JDK 25.");
    }
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    try (var files =
        compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
      var fresh = Files.createDirectories(classes.resolveSibling(classes.getFileName() + ".new"));
      Folders.empty(fresh);
      var options =
          List.of(
              "-proc:none",
              "-parameters",
              "-d",
              fresh.toString(),
              "-cp",
              System.getProperty("java.class.path"));
      var compiled =
          compiler
              .getTask(
                  new StringWriter(),
                  files,
                  diagnostics,
                  options,
                  null,
                  files.getJavaFileObjectsFromPaths(sources))
              .call();
      if (compiled) {
        Folders.replace(classes, fresh);
      }
      return compiled ? List.of() : errors(diagnostics);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot compile into " + classes, e);
    }
  }

  private static List<String> errors(DiagnosticCollector<JavaFileObject> diagnostics) {
    return diagnostics.getDiagnostics().stream()
        .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
        .map(SourceCompiler::line)
        .toList();
  }

  private static String line(Diagnostic<? extends JavaFileObject> error) {
    var message = error.getMessage(Locale.ROOT).replaceAll("\\s*\\R\\s*", " ");
    var source = error.getSource();
    return source == null
        ? message
        : shown(Path.of(source.toUri())) + ":" + error.getLineNumber() + ": " + message;
  }

  /** As the user wrote it: from here, when it is below. */
  private static Path shown(Path file) {
    var here = Path.of("").toAbsolutePath();
    return file.startsWith(here) ? here.relativize(file) : file;
  }
}
