package io.fleet.cli;

/** The name of a master: given, or its host's with its port, which tells two on one host apart. */
final class MasterName {
  private MasterName() {}

  static Settings settle(Settings settings, HostPort http) {
    var given = settings.text("name");
    if (given.isEmpty()) {
      var name = WorkerName.fromHost(WorkerName.host());
      var port = "-" + http.port();
      return settings.with(
          "name", name.substring(0, Math.min(name.length(), 40 - port.length())) + port, "host");
    }
    WorkerName.insist(settings, "master");
    return settings;
  }
}
