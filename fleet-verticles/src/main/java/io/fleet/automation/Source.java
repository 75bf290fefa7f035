package io.fleet.automation;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * Where the items of a batch come from. The same id means the same cursor; another id starts from
 * the beginning.
 *
 * @param <T> the item
 * @since 0.1
 */
public interface Source<T> {
  /** Names the source and the state of it that the cursor belongs to. */
  String id();

  /** How many items there are, if known; for progress and time left. */
  OptionalLong length();

  /**
   * Reads up to {@code limit} items from a cursor; the empty cursor is the start. May block.
   * Reading the same cursor twice must give the same items.
   */
  Page<T> read(String cursor, int limit) throws Exception;

  /** The lines of a UTF-8 text file; empty lines are left out. */
  static Source<String> lines(Path file) {
    return new LineSource(file);
  }

  /** The items of a list. */
  static <T> Source<T> of(List<T> items) {
    return new ListSource<>(List.copyOf(items));
  }
}
