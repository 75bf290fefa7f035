package io.fleet.testkit;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Real jars for tests: sources are compiled, a manifest and service lines are written. */
public final class Jars {
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final List<String> services = new ArrayList<>();
  private final List<Path> classPath = new ArrayList<>();
  private String version = "";
  private String beside = "";

  private Jars() {}

  public static Jars of() {
    return new Jars();
  }

  /** A class by its full name. */
  public Jars source(String name, String text) {
    sources.put(name, text);
    return this;
  }

  /** Registers a class as an automation. */
  public Jars service(String name) {
    services.add(name);
    return this;
  }

  /** What the manifest says. */
  public Jars version(String says) {
    version = says;
    return this;
  }

  /** The manifest's Class-Path, with what to compile against. */
  public Jars beside(String names, Path... jars) {
    beside = names;
    classPath.addAll(List.of(jars));
    return this;
  }

  /** Writes it whole, with one rename. */
  public Path write(Path jar) {
    try {
      Files.createDirectories(jar.toAbsolutePath().getParent());
      var work = Files.createTempDirectory("jars");
      var classes = Files.createDirectories(work.resolve("classes"));
      compile(classes);
      var made = work.resolve("made.jar");
      try (var out = new JarOutputStream(Files.newOutputStream(made), manifest());
          var files = Files.walk(classes)) {
        for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
          out.putNextEntry(entry(classes.relativize(file).toString()));
          Files.copy(file, out);
        }
        if (!services.isEmpty()) {
          out.putNextEntry(entry("META-INF/services/io.fleet.automation.Automation"));
          out.write((String.join("\n", services) + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
      return Files.move(made, jar, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same as if it had been there for a while. */
  public Path writeOld(Path jar) {
    return age(write(jar));
  }

  /** The same jar with one more entry, so that its hash is another. */
  public static Path variant(Path jar, Path to, String salt) {
    try {
      Files.createDirectories(to.toAbsolutePath().getParent());
      var made = Files.createTempFile("jars", ".jar");
      try (var in = new java.util.jar.JarInputStream(Files.newInputStream(jar));
          var out = new JarOutputStream(Files.newOutputStream(made), in.getManifest())) {
        for (var each = in.getNextJarEntry(); each != null; each = in.getNextJarEntry()) {
          out.putNextEntry(entry(each.getName()));
          in.transferTo(out);
        }
        out.putNextEntry(entry("salt"));
        out.write(salt.getBytes(StandardCharsets.UTF_8));
      }
      return age(Files.move(made, to, StandardCopyOption.REPLACE_EXISTING));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a file look as if nobody had touched it for a minute. */
  public static Path age(Path file) {
    try {
      return Files.setLastModifiedTime(
          file, FileTime.from(Instant.now().minus(Duration.ofMinutes(1))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A continuous automation {@code shop.Counter} that says its version to a static field. */
  public static Jars counter(String version) {
    return of().version(version)
        .service("shop.Counter")
        .source(
            "shop.Counter",
            """
            package shop;
            import io.fleet.automation.*;
            import io.fleet.stream.*;
            public final class Counter extends ContinuousAutomation<Counter.Config> {
              public record Config(@io.fleet.config.Default("10ms") java.time.Duration every) {}
              public static final String VERSION = "%s";
              @Override public Next execute(Run<Config> run) { return Next.in(run.config().every()); }
              @Override public String toString() { return "counter " + VERSION; }
            }
            """
                .formatted(version));
  }

  private static JarEntry entry(String name) {
    var entry = new JarEntry(name);
    entry.setTime(0); // the same content, the same jar
    return entry;
  }

  private Manifest manifest() {
    var manifest = new Manifest();
    var main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (!version.isEmpty()) {
      main.put(Attributes.Name.IMPLEMENTATION_VERSION, version);
    }
    if (!beside.isEmpty()) {
      main.put(Attributes.Name.CLASS_PATH, beside);
    }
    return manifest;
  }

  private void compile(Path classes) {
    if (sources.isEmpty()) {
      return;
    }
    var said = new StringWriter();
    var cp =
        Stream.concat(
                Stream.of(System.getProperty("java.class.path")),
                classPath.stream().map(Path::toString))
            .toList();
    var files =
        sources.entrySet().stream().map(each -> file(each.getKey(), each.getValue())).toList();
    var options =
        List.of("-proc:none", "-parameters", "-d", classes.toString(), "-cp", String.join(":", cp));
    if (!ToolProvider.getSystemJavaCompiler()
        .getTask(said, null, null, options, null, files)
        .call()) {
      throw new AssertionError(said.toString());
    }
  }

  private static JavaFileObject file(String name, String text) {
    return new SimpleJavaFileObject(
        URI.create("string:///" + name.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }
}
