package io.fleet.cli;

/** Where the API listens, and the sentence when it cannot. */
final class HttpPlace {
  private HttpPlace() {}

  /** The place of a setting; throws {@link CommandFailed} when it is taken. */
  static HostPort free(Settings.Setting setting) {
    var at = HostPort.parse(setting.text()).settled();
    if (!at.isFree()) {
      throw taken(setting);
    }
    return at;
  }

  /** {@code Port 8080 is taken (key http, from conf/master.json). Choose another: …} */
  static CommandFailed taken(Settings.Setting setting) {
    var at = HostPort.parse(setting.text());
    return new CommandFailed(
        Exit.FAILED,
        "Port "
            + at.port()
            + " is taken (key "
            + setting.key().name()
            + ", from "
            + setting.origin()
            + "). Choose another: "
            + setting.key().example(nextFree(at).toString()));
  }

  /** The next port that is free. */
  static HostPort nextFree(HostPort from) {
    var at = from.next();
    while (at.port() < 65_535 && !at.isFree()) {
      at = at.next();
    }
    return at;
  }
}
