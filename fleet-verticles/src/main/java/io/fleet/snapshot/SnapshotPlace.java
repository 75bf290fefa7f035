package io.fleet.snapshot;

import io.vertx.core.Vertx;
import java.nio.file.Path;

/**
 * Where the snapshot is: a folder of this host, or {@code postgresql://user:password@host/database}
 * when masters on several hosts share it.
 *
 * @param text as it was written in the settings; may hold a password
 * @since 0.1
 */
public record SnapshotPlace(String text) {
  /** Whether it is a database. */
  public boolean database() {
    return text.startsWith("postgresql://") || text.startsWith("postgres://");
  }

  /** Without its password, for messages. */
  public String shown() {
    // Up to the last @: what stands before it may be a password with odd letters in it.
    return database()
        ? text.replaceFirst("//.*@", "//***@").replaceAll("(?i)(password=)[^&]*", "$1***")
        : text;
  }

  /**
   * The store there, of one fleet. Blocking. Throws {@link java.io.UncheckedIOException} when it
   * cannot be used, and {@link IllegalArgumentException} when this is no place for a snapshot.
   */
  public SnapshotStore open(Vertx vertx, String fleet) {
    if (database()) {
      return PostgresSnapshotStore.open(vertx, this, fleet);
    }
    if (text.contains("://")) {
      throw new IllegalArgumentException(
          "\""
              + text.replaceFirst("//.*@", "//***@")
              + "\" is no place for a snapshot. Write a folder, or postgresql://USER:PASSWORD@HOST/DB.");
    }
    return FileSnapshotStore.open(Path.of(text));
  }

  @Override
  public String toString() {
    return shown();
  }
}
