package io.fleet.cli;

import io.vertx.core.json.JsonObject;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;

/**
 * Where a command writes: the answer to one stream, progress and hints to the other. Thread-safe.
 *
 * @param answer standard output
 * @param hints standard error
 */
record Output(PrintWriter answer, PrintWriter hints) {
  /** The terminal. */
  static Output system() {
    return new Output(
        new PrintWriter(System.out, true, System.out.charset()),
        new PrintWriter(System.err, true, System.err.charset()));
  }

  void say(String line) {
    answer.println(line);
    answer.flush();
  }

  void hint(String line) {
    hints.println(line);
    hints.flush();
  }

  /** One JSON document; its field names are a promise. */
  void document(String kind, JsonObject data) {
    say(
        new JsonObject()
            .put("apiVersion", "fleet/v1")
            .put("kind", kind)
            .put("data", data)
            .encodePrettily());
  }

  /** Whether a person sits at both ends. */
  static boolean onTerminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }
}
