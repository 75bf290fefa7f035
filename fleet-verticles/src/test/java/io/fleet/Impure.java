package io.fleet;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What may not enter a pure room: I/O, threads, randomness, and libraries that it has no use for.
 */
final class Impure {
  /** Beyond java.* a pure room may name these, by the beginning of the class name. */
  private static final Map<String, List<String>> LIBRARIES =
      Map.of(
          "slot", List.of(),
          "reconcile", List.of(),
          "protocol", List.of("com.fasterxml.jackson."),
          "config",
              List.of(
                  "com.fasterxml.jackson.",
                  "org.snakeyaml.",
                  "com.github.victools.",
                  "com.fasterxml.classmate.", // the types that victools hands out
                  "com.networknt.",
                  "jakarta.validation."));

  private static final List<String> ANNOTATIONS =
      List.of("org.jspecify.annotations.", "com.google.errorprone.annotations.");

  /** Of java.* these are out, by the beginning of the class name. */
  private static final List<String> OUT =
      List.of(
          "java.io.File",
          "java.io.RandomAccessFile",
          "java.io.PrintStream",
          "java.io.Console",
          "java.io.InputStream",
          "java.io.OutputStream",
          "java.nio.channels.",
          "java.nio.file.Files",
          "java.nio.file.FileSystem",
          "java.net.http.",
          "java.net.Socket",
          "java.net.ServerSocket",
          "java.net.Datagram",
          "java.net.InetAddress",
          "java.net.URLConnection",
          "java.util.logging.",
          "java.lang.System$Logger",
          "java.lang.Thread",
          "java.lang.Process",
          "java.lang.Runtime",
          "java.util.Timer",
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.util.random.",
          "java.util.concurrent.",
          "java.security.SecureRandom",
          "javax.");

  private static final List<String> IN =
      List.of(
          "java.lang.RuntimeException", "java.util.RandomAccess", "java.util.concurrent.TimeUnit");

  private static final Set<String> CALLS =
      Set.of(
          "java.lang.Math.random",
          "java.lang.System.nanoTime",
          "java.lang.System.getenv",
          "java.util.UUID.randomUUID",
          "java.util.Collections.shuffle");

  private Impure() {}

  /** Whether a class of this room may not name that one. Classes of our own are rule 1's. */
  static boolean forbids(String room, String root, JavaClass target) {
    var type = target.getBaseComponentType();
    var name = type.getName();
    if (type.isPrimitive() || Rooms.holds(root, type.getPackageName())) {
      return false;
    }
    if (name.startsWith("java.") || name.startsWith("javax.")) {
      return !IN.contains(name) && OUT.stream().anyMatch(name::startsWith);
    }
    return ANNOTATIONS.stream().noneMatch(name::startsWith)
        && LIBRARIES.getOrDefault(room, List.of()).stream().noneMatch(name::startsWith);
  }

  /** Whether a pure room may not make this call. */
  static boolean forbids(JavaAccess<?> access) {
    return CALLS.contains(access.getTargetOwner().getName() + "." + access.getName());
  }
}
