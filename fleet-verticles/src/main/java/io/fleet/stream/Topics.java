package io.fleet.stream;

import java.util.List;

/**
 * Which topics an automation takes from and emits to. An undeclared take or emit throws, with the
 * line to add.
 *
 * @param takes topics it reads
 * @param emits topics it writes
 * @since 0.1
 */
public record Topics(List<Topic<?>> takes, List<Topic<?>> emits) {
  public Topics {
    takes = List.copyOf(takes);
    emits = List.copyOf(emits);
  }

  /** No topics at all. */
  public static Topics none() {
    return new Topics(List.of(), List.of());
  }

  /** Adds topics to read. */
  public Topics takes(Topic<?>... topics) {
    return new Topics(List.of(topics), emits);
  }

  /** Adds topics to write: {@code takes(PAGES).emits(COUNTS)}. */
  public Topics emits(Topic<?>... topics) {
    return new Topics(takes, List.of(topics));
  }
}
