package io.fleet.testkit;

import io.fleet.process.ProcessException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/** The executable of Redis: carried in a jar, unpacked once for each user. */
final class RedisBinary {
  private RedisBinary() {}

  static Optional<Path> system() {
    String path =
        Optional.ofNullable(System.getenv("PATH")).orElse("") + ":/usr/bin:/usr/local/bin";
    for (String dir : path.split(":")) {
      Path candidate = Path.of(dir, "redis-server");
      if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  static Path embedded() {
    String resource = resource();
    try (InputStream in = ExecutableProvider.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new ProcessException(
            "The embedded Redis " + resource + " is not on the class path. Install redis-server.");
      }
      byte[] bytes = in.readAllBytes();
      Path target = cache().resolve(resource.substring(1));
      if (!Files.isExecutable(target) || Files.size(target) != bytes.length) {
        unpack(bytes, target);
      }
      return target;
    } catch (IOException e) {
      throw new ProcessException(
          "Cannot unpack the embedded Redis below "
              + cache()
              + " ("
              + e
              + "). Make that folder writable or set XDG_CACHE_HOME.",
          e);
    }
  }

  private static String resource() {
    String resource =
        ExecutableProvider.newProvidedVersionsMap().get(OsArchitecture.detectOSandArchitecture());
    if (resource == null || !resource.contains("linux")) {
      throw new ProcessException(
          "There is no embedded Redis for this platform. Install redis-server and point Fleet at"
              + " it with --redis.");
    }
    return resource;
  }

  /** Atomic, so that two JVMs which unpack at once never run half a file. */
  private static void unpack(byte[] bytes, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    Path half =
        Files.createTempFile(
            target.getParent(),
            "redis",
            ".part",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try {
      Files.write(half, bytes);
      Files.move(half, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(half);
    }
  }

  private static Path cache() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path base =
        xdg != null && xdg.startsWith("/")
            ? Path.of(xdg)
            : Path.of(System.getProperty("user.home"), ".cache");
    return base.resolve("fleet").resolve("redis");
  }
}
