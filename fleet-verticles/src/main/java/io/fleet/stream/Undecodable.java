package io.fleet.stream;

/**
 * A record in the log that is no value of the topic's type; its message is the cause.
 *
 * @since 0.1
 */
public final class Undecodable extends Exception {
  private static final long serialVersionUID = 1;

  Undecodable(String message) {
    super(message);
  }
}
