package io.fleet.config;

import java.util.List;

/** Paths of messages: {@code automations.prober.config.urls[0]}. */
final class Paths {
  private Paths() {}

  /** The path one step further down; a step that begins with a bracket takes no dot. */
  static String child(String path, String step) {
    return path.isEmpty() || step.isEmpty() || step.startsWith("[")
        ? path + step
        : path + "." + step;
  }

  static String item(String path, int index) {
    return path + "[" + index + "]";
  }

  static String join(List<String> steps) {
    var path = "";
    for (var step : steps) {
      path = child(path, step);
    }
    return path;
  }
}
