package io.fleet.automation;

import java.util.List;
import java.util.OptionalLong;

/** A batch over a list; the cursor is the index of the next item. */
record ListSource<T>(List<T> items) implements Source<T> {
  @Override
  public String id() {
    return "list:" + items.size() + ":" + Integer.toHexString(items.hashCode());
  }

  @Override
  public OptionalLong length() {
    return OptionalLong.of(items.size());
  }

  @Override
  public Page<T> read(String cursor, int limit) {
    var from = cursor.isEmpty() ? 0 : Integer.parseInt(cursor);
    var to = Math.min(items.size(), from + limit);
    return new Page<>(items.subList(from, to), Integer.toString(to), to == items.size());
  }
}
