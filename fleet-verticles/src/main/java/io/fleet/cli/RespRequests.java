package io.fleet.cli;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Cuts what a client of Redis sends into commands, each a list of words. For one connection. */
final class RespRequests implements Handler<Buffer> {
  private final Consumer<List<String>> command;
  private Buffer rest = Buffer.buffer();
  private int at;

  RespRequests(Consumer<List<String>> command) {
    this.command = command;
  }

  @Override
  public void handle(Buffer more) {
    rest = rest.appendBuffer(more);
    for (var words = next(); !words.isEmpty(); words = next()) {
      rest = rest.getBuffer(at, rest.length());
      command.accept(words);
    }
  }

  /** The next whole command; empty when it is not all there. */
  private List<String> next() {
    at = 0;
    var words = new ArrayList<String>();
    var count = number('*');
    for (var i = 0; i < count; i++) {
      var length = number('$');
      if (length < 0 || at + length + 2 > rest.length()) {
        return List.of();
      }
      words.add(rest.getString(at, at + length));
      at += length + 2;
    }
    return words;
  }

  /** The number of a line that begins so; -1 when the line is not all there. */
  private int number(char kind) {
    for (var end = at; end + 1 < rest.length(); end++) {
      if (rest.getByte(end) == '\r') {
        if (rest.getByte(at) != kind) {
          throw new IllegalStateException("no RESP: " + rest.getString(at, end));
        }
        var number = Integer.parseInt(rest.getString(at + 1, end));
        at = end + 2;
        return number;
      }
    }
    return -1;
  }
}
