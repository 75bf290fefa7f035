package io.fleet.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * On what the code of a slot runs; what each can promise is in the explanation of threading modes.
 *
 * @since 0.1
 */
public enum Threading {
  /** A virtual thread of the worker: the default, some kilobytes each. */
  VIRTUAL,
  /** A platform thread of the worker: for code that computes. */
  PLATFORM,
  /** A JVM of its own: for code that nobody trusts. It can be killed. */
  PROCESS;

  /** As fleet.yaml writes it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Threading::word).toList();
  }

  static Threading of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
