package io.fleet.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** One command, run in this JVM: its exit code and what it wrote. */
record Said(int exit, String answer, String hints) {
  static Said by(String... words) {
    var answer = new StringWriter();
    var hints = new StringWriter();
    var exit =
        Main.run(new Output(new PrintWriter(answer, true), new PrintWriter(hints, true)), words);
    return new Said(exit, answer.toString(), hints.toString());
  }
}
