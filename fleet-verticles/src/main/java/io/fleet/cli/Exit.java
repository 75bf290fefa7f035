package io.fleet.cli;

/** The exit codes, and the text that explains them. */
final class Exit {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int INVALID = 4;
  static final int UNREACHABLE = 5;
  static final int GAVE_UP = 6;
  static final int REFUSED = 7;
  static final int FENCED = 75;
  static final int UNSAFE = 78;
  static final int CUT_SHORT = 143;

  static final String TEXT =
      """
        0  done, nothing to do, well
        1  it failed; status: not well
        2  wrong usage
        4  file invalid
        5  fleet unreachable
        6  gave up waiting; the change goes on
        7  refused: guard, permission
       75  worker JVM fenced itself (its shell starts it again)
       78  daemon refuses to start: exposed without token and TLS, or an unsafe Redis
      130  interrupted
      143  daemon: SIGTERM and the grace ran out (0 if it drained)

      fleet run VERTICLE ends as Vert.x's launcher does: 2 usage, 11 no Vert.x, 15 not deployed.
      """;

  private Exit() {}
}
