package io.fleet.logs;

import ch.qos.logback.classic.spi.IThrowableProxy;

/**
 * An exception as text with few frames of each cause: what began it all stands last, and must not
 * be what a bound cuts away. Pure.
 */
final class StackText {
  private static final int FRAMES = 12;
  private static final int DEEPEST = 8;

  private StackText() {}

  static String of(IThrowableProxy thrown) {
    var text = new StringBuilder();
    write(text, "", thrown, 0);
    return text.toString().stripTrailing();
  }

  private static void write(StringBuilder text, String label, IThrowableProxy thrown, int depth) {
    text.append(label).append(thrown.getClassName());
    if (thrown.getMessage() != null) {
      text.append(": ").append(thrown.getMessage());
    }
    text.append('\n');
    var frames = thrown.getStackTraceElementProxyArray();
    var own = Math.max(0, frames.length - thrown.getCommonFrames());
    for (var i = 0; i < Math.min(FRAMES, own); i++) {
      text.append('\t').append(frames[i].getSTEAsString()).append('\n');
    }
    if (own > FRAMES) {
      text.append("\t... ").append(own - FRAMES).append(" more\n");
    }
    if (thrown.isCyclic() || depth == DEEPEST) {
      return;
    }
    for (var suppressed : thrown.getSuppressed()) {
      write(text, "Suppressed: ", suppressed, depth + 1);
    }
    if (thrown.getCause() != null) {
      write(text, "Caused by: ", thrown.getCause(), depth + 1);
    }
  }
}
