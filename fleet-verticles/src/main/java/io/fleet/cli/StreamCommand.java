package io.fleet.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code fleet stream}: the durable topics. */
@Command(name = "stream", description = "What the topics hold, and who is behind.")
final class StreamCommand implements Runnable {
  private final FleetCommand fleet;

  private StreamCommand(FleetCommand fleet) {
    this.fleet = fleet;
  }

  static CommandLine with(FleetCommand fleet) {
    return new CommandLine(new StreamCommand(fleet))
        .addSubcommand(new StreamListCommand(fleet))
        .addSubcommand(new StreamLagCommand(fleet))
        .addSubcommand(new StreamPeekCommand(fleet))
        .addSubcommand(new StreamReplayCommand(fleet));
  }

  @Override
  public void run() {
    new StreamListCommand(fleet).call();
  }
}
