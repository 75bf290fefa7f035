package io.fleet.stream;

import java.util.List;

/**
 * What a durable topic holds at one moment.
 *
 * @param topic its name
 * @param length records in the log, acknowledged ones included
 * @param appended records ever appended
 * @param dropped records dropped at the length bound while nobody read the topic
 * @param dead dead letters
 * @param groups its readers
 * @since 0.1
 */
public record TopicStats(
    String topic, long length, long appended, long dropped, long dead, List<GroupStats> groups) {
  public TopicStats {
    groups = List.copyOf(groups);
  }

  /** Records that the slowest group has not acknowledged; 0 without groups. */
  public long unacknowledged() {
    return groups.stream().mapToLong(GroupStats::unacknowledged).max().orElse(0);
  }
}
