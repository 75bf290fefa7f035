package io.fleet.config;

/**
 * What fleet.yaml says of one topic, with every default filled in.
 *
 * @param topic its name
 * @param window unacknowledged records before {@code emit} waits
 * @param maxLength records kept in the log at the most
 * @param maxAttempts deliveries before a record goes to the dead letters
 * @since 0.1
 */
public record StreamSpec(String topic, int window, int maxLength, int maxAttempts) {
  /** What a topic that fleet.yaml does not name gets. */
  public static StreamSpec defaults(String topic) {
    return new StreamSpec(topic, 256, 100_000, 3);
  }
}
