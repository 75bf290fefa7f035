package io.fleet.resource;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts bytes into lines, a long one into several. One thread.
 *
 * @since 0.1
 */
public final class Lines {
  private static final int LONGEST = 8 << 10;

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final Consumer<String> each;

  /** Hands each line on, without its end. */
  public Lines(Consumer<String> each) {
    this.each = each;
  }

  /** Some more bytes. */
  public void add(byte[] bytes, int length) {
    for (var i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        cut();
      } else {
        line.write(bytes[i]);
        if (line.size() == LONGEST) {
          cut();
        }
      }
    }
  }

  /** No more: what is left is a line, too. */
  public void end() {
    if (line.size() > 0) {
      cut();
    }
  }

  private void cut() {
    var text = line.toString(StandardCharsets.UTF_8);
    each.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    line.reset();
  }
}
