package io.fleet.cli;

import java.util.List;

/** Refuses to be reachable from other hosts, as long as there is neither token nor TLS. */
final class Exposure {
  private Exposure() {}

  /** Looks at every address that a daemon would listen on. */
  static void refuse(Settings settings) {
    for (var place : List.of(settings.text("http"), settings.text("cluster.host") + ":0")) {
      var at = HostPort.parse(place);
      if (!at.isLoopback()) {
        throw new CommandFailed(
            Exit.UNSAFE,
            "Refusing to listen on "
                + (at.port() == 0 ? at.host() : at)
                + " without a token and TLS, which come with a later version. Listen on 127.0.0.1.");
      }
    }
  }
}
