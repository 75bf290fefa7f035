package io.fleet.cli;

import java.util.Optional;

/** A command cannot go on: what happened, where, what to do, and the exit code. */
final class CommandFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exit;

  CommandFailed(int exit, String sentence) {
    super(sentence, null, false, false);
    this.exit = exit;
  }

  CommandFailed(int exit, String sentence, Throwable cause) {
    super(sentence, cause);
    this.exit = exit;
  }

  int exit() {
    return exit;
  }

  String sentence() {
    return Optional.ofNullable(getMessage()).orElse("");
  }
}
