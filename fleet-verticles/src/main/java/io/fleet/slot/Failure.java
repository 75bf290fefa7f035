package io.fleet.slot;

/**
 * A throw of user code as one line of text. The exception itself is not kept: it would pin the
 * loader of its class. Pure.
 *
 * @since 0.1
 */
public final class Failure {
  private static final int LONGEST = 300;

  private Failure() {}

  /** A throw whose message is such a line already, made elsewhere. */
  public interface Told {}

  /** The kind of throw and the first line of its message, at most 300 characters. */
  public static String text(Throwable thrown) {
    var message = thrown.getMessage();
    if (thrown instanceof Told && message != null) {
      return message;
    }
    var line =
        thrown.getClass().getSimpleName()
            + (message == null || message.isBlank()
                ? ""
                : ": " + message.lines().findFirst().orElse(""));
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}
