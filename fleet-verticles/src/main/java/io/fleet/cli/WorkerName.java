package io.fleet.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;

/** The name of a worker: given, or that of its host. */
final class WorkerName {
  private static final String RULE = "[a-z0-9-]{1,40}";

  private WorkerName() {}

  /** Puts the host's name in when none is given; refuses a name that Fleet cannot use. */
  static Settings settle(Settings settings) {
    var given = settings.text("name");
    if (given.isEmpty()) {
      return settings.with("name", fromHost(host()), "host name");
    }
    insist(settings, "worker");
    return settings;
  }

  /** Refuses a name that Fleet cannot use, of a worker or a master. */
  static void insist(Settings settings, String who) {
    var given = settings.text("name");
    if (!given.matches(RULE)) {
      throw new CommandFailed(
          Exit.USAGE,
          "A "
              + who
              + " is called "
              + RULE
              + ", not \""
              + given
              + "\" (from "
              + settings.setting("name").origin()
              + "). Try \""
              + fromHost(given)
              + "\".");
    }
  }

  static String fromHost(String host) {
    var name = host.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-").replaceAll("^-+", "");
    var cut = name.substring(0, Math.min(40, name.length()));
    return cut.isEmpty() ? "worker" : cut;
  }

  static String host() {
    return Optional.ofNullable(System.getenv("HOSTNAME"))
        .filter(host -> !host.isBlank())
        .orElseGet(
            () -> {
              try {
                return InetAddress.getLocalHost().getHostName();
              } catch (UnknownHostException e) {
                return "worker";
              }
            });
  }
}
