package io.fleet.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Hands a package to the master: its jars first, then the list that makes them one. */
final class Handover {
  private final FleetHttp http;

  Handover(FleetHttp http) {
    this.http = http;
  }

  void give(Installation.Installed installed) {
    var found = installed.found();
    var code =
        installed.code().stream()
            .map(each -> each.name() + "=" + each.className())
            .collect(Collectors.joining(","));
    var query = "?version=" + encoded(installed.version()) + "&code=" + encoded(code);
    var single = found.jars().size() == 1;
    for (var i = 0; i < found.jars().size(); i++) {
      var hash = found.index().entries().get(i).hash();
      http.put("/api/v1/packages/" + hash + (single ? query : ""), found.jars().get(i));
    }
    if (!single) {
      http.put("/api/v1/packages/" + found.hash() + query, found.index().text());
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
