package io.fleet.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code fleet dead}: what nobody could execute. */
@Command(
    name = "dead",
    description = {
      "Dead letters: records that failed too often, killed what executed them, or were rejected.",
      "TOPIC is a topic, or the name of a batch for its items."
    })
final class DeadCommand implements Runnable {
  private final FleetCommand fleet;

  private DeadCommand(FleetCommand fleet) {
    this.fleet = fleet;
  }

  static CommandLine with(FleetCommand fleet) {
    return new CommandLine(new DeadCommand(fleet))
        .addSubcommand(new DeadListCommand(fleet))
        .addSubcommand(new DeadShowCommand(fleet))
        .addSubcommand(new DeadEditCommand(fleet))
        .addSubcommand(new DeadOrder(fleet, "retry").spec())
        .addSubcommand(new DeadOrder(fleet, "discard").spec());
  }

  @Override
  public void run() {
    fleet.out.say(DeadListCommand.overview(fleet.http().get("/api/v1/streams")));
  }
}
