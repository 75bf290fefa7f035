package io.fleet.config;

/**
 * A place in a file.
 *
 * @param line one-based
 * @param column one-based, in code points
 * @since 0.1
 */
public record Place(int line, int column) implements Comparable<Place> {
  static final Place START = new Place(1, 1);

  @Override
  public int compareTo(Place other) {
    return line == other.line
        ? Integer.compare(column, other.column)
        : Integer.compare(line, other.line);
  }
}
