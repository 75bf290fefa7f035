package io.fleet.cli;

import picocli.CommandLine.Option;

/** Which part of a long list is asked for. */
final class PageOf {
  @Option(names = "--after", paramLabel = "ID", description = "those after this one")
  String after = "0";

  @Option(names = "--limit", paramLabel = "N", description = "how many, up to 500 (default 50)")
  int limit = 50;

  /** As the end of a path. */
  String query() {
    return "?after=" + Targets.segment(after) + "&limit=" + limit;
  }
}
