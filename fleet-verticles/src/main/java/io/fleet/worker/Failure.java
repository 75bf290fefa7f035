package io.fleet.worker;

/** A throw of user code as one line of text. The exception itself is not kept: it would pin the loader of its class. */
final class Failure {
  private static final int LONGEST = 300;

  private Failure() {}

  static String text(Throwable thrown) {
    var message = thrown.getMessage();
    var line =
        thrown.getClass().getSimpleName()
            + (message == null || message.isBlank() ? "" : ": " + message.lines().findFirst().orElse(""));
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}
