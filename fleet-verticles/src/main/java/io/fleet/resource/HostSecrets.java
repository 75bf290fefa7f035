package io.fleet.resource;

import io.fleet.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Secrets of this host: environment variables, and files, whose last line break does not count.
 * Read anew each time, so that a secret may be changed in place.
 */
final class HostSecrets implements Secret.Resolver {
  private static final int LONGEST = 1 << 20;

  private final Map<String, String> env;

  HostSecrets(Map<String, String> env) {
    this.env = env;
  }

  @Override
  public Optional<String> resolve(String reference) {
    var colon = reference.indexOf(':');
    var where = reference.substring(colon + 1);
    return reference.startsWith("env:") ? Optional.ofNullable(env.get(where)) : file(where);
  }

  private static Optional<String> file(String where) {
    try {
      var path = Path.of(where);
      return Files.size(path) > LONGEST
          ? Optional.empty()
          : Optional.of(Files.readString(path).replaceFirst("\\R\\z", ""));
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }
}
