package io.fleet.cli;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The word {@code fleet} itself, and the options that every command takes. */
@Command(name = "fleet")
final class FleetCommand implements Runnable {
  static final String TEXT =
      """
      fleet: run one job on many slots, and keep it running
      Usage: fleet [--url URL] [-o FORMAT] [--debug] COMMAND [ARGS]

      Start here
        dev [FILE]          master, workers, dashboard and Redis on this machine; reloads on change
      Describe and change
        validate FILE       every problem in the file, with its line
        apply FILE          change it, and follow until it holds
        install SOURCE      put automations into automations/: a jar, a project, or G:A:V
      Look
        status [NAME]       is it well; if not, why
        explain SLOT        why this slot is in this state
        events              what happened
        stack SLOT          where the threads of this slot stand
        logs [-f] TARGET    what a slot or a worker logged; -f follows
        stream list|lag|peek|replay          topics: who reads, who is behind, what they hold
      Steer
        pause, resume NAME  hold an automation back; let it run again
        restart TARGET      an automation or a slot; what waits after a failure tries at once
        quarantine, release TARGET    take a slot or an automation out; let it run again
        drain, undrain WORKER         its slots move, and it gets none; take that back
        cordon, uncordon WORKER       it gets no new slots; take that back
        dead list|show|edit|retry|discard    records that nobody could execute
      Run the parts
        master, worker      the two daemons
        run VERTICLE        any verticle, with the flags of `vertx run`
      Other
        version, help COMMAND   (in a source tree also: setup, build, test [--all], format, bench NAME)
      The first time:  fleet dev
      Docs: docs/README.md     Exit codes: fleet help exit-codes
      """;

  /** How an answer is written. */
  enum Format {
    table,
    json
  }

  @Option(
      names = "--url",
      scope = ScopeType.INHERIT,
      paramLabel = "URL",
      defaultValue = "${env:FLEET_URL:-http://127.0.0.1:8080}",
      description = "the master (FLEET_URL; default http://127.0.0.1:8080)")
  String url = "http://127.0.0.1:8080";

  @Option(
      names = {"-o", "--output"},
      scope = ScopeType.INHERIT,
      paramLabel = "FORMAT",
      description = "table or json (default table)")
  Format format = Format.table;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "show the stack trace of an error")
  boolean debug;

  @Option(
      names = {"-h", "--help"},
      scope = ScopeType.INHERIT,
      usageHelp = true,
      description = "show this help")
  boolean help;

  final Output out;

  FleetCommand(Output out) {
    this.out = out;
  }

  /** The way to the master. */
  FleetHttp http() {
    return new FleetHttp(url, Optional.ofNullable(System.getenv("FLEET_TOKEN")));
  }

  boolean json() {
    return format == Format.json;
  }

  @Override
  public void run() {
    out.say(TEXT.stripTrailing());
  }
}
