package io.fleet.stream;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is known of a topic: what those who opened it said.
 *
 * @param name the topic's
 * @param type what its records are called; empty when nobody said
 * @param keyed whether records of one key keep their order
 * @param unique whether a key is accepted once
 * @param readers automations that take from it
 * @param writers automations that emit to it
 * @since 0.1
 */
public record TopicInfo(
    String name,
    String type,
    boolean keyed,
    boolean unique,
    SortedSet<String> readers,
    SortedSet<String> writers) {
  public TopicInfo {
    readers = new TreeSet<>(readers);
    writers = new TreeSet<>(writers);
  }

  /**
   * Whether Fleet made it for itself, such as the items of a batch; users' names have no dot there.
   */
  public boolean internal() {
    return name.startsWith(".");
  }
}
