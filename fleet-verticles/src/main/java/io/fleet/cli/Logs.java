package io.fleet.cli;

import io.fleet.logs.Logging;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Chooses how this JVM logs, before anybody asks for a logger. */
final class Logs {
  private static final String JSON = "json";
  private static final String PROPERTY = "logback.configurationFile";
  private static final List<String> DAEMONS = List.of("master", "worker", "worker-jvm", "run");

  private Logs() {}

  /**
   * Daemons log lines to stderr by conf/logback.xml; other commands only what is wrong. Wherever
   * code of automations may run, no revealed secret gets into a log.
   */
  static void configure(String[] words) {
    choose(words);
    var command = words.length == 0 ? "" : words[0];
    if (command.equals("dev") || DAEMONS.contains(command)) {
      Logging.guard();
      // The flag is read later; whoever reads JSON should find no line of text before that.
      if (JSON.equals(System.getenv("FLEET_LOG_FORMAT"))) {
        Logging.json("", "");
      }
    }
  }

  /** As the settings of a daemon say, which has this name. */
  static void format(Settings settings, String role) {
    if (settings.text("logFormat").equals(JSON)) {
      Logging.json(role, settings.text("name"));
    }
  }

  private static void choose(String[] words) {
    // Vert.x and Hazelcast must not fall back to java.util.logging.
    System.setProperty(
        "vertx.logger-delegate-factory-class-name",
        "io.vertx.core.logging.SLF4JLogDelegateFactory");
    if (System.getProperty(PROPERTY) != null) {
      return;
    }
    var command = words.length == 0 ? "" : words[0];
    if (command.equals("dev")) {
      System.setProperty("fleet.log", data(words).resolve("dev.log").toString());
      System.setProperty(PROPERTY, "io/fleet/cli/dev.xml");
    } else {
      System.setProperty(
          PROPERTY, DAEMONS.contains(command) ? daemons() : "io/fleet/cli/quiet.xml");
    }
  }

  /** Where fleet dev keeps its state; picocli has not read the words yet. */
  private static Path data(String[] words) {
    var given = DevCommand.DATA;
    for (var i = 1; i < words.length; i++) {
      if (words[i].startsWith("--data=")) {
        given = words[i].substring("--data=".length());
      } else if (words[i].equals("--data") && i + 1 < words.length) {
        given = words[i + 1];
      }
    }
    return Path.of(given);
  }

  private static String daemons() {
    for (var home : List.of(".", System.getProperty("fleet.home", "."))) {
      var file = Path.of(home, "conf", "logback.xml");
      if (Files.isReadable(file)) {
        return file.toAbsolutePath().toString();
      }
    }
    return "io/fleet/cli/daemon.xml";
  }
}
