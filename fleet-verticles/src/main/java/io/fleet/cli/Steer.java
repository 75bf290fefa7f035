package io.fleet.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;

/** The commands that are one order each; those that differ by their verb alone share a class. */
final class Steer {
  private Steer() {}

  static void add(CommandLine all, FleetCommand fleet) {
    add(all, "pause", new AutomationOrder(fleet, "pause"), "Hold an automation's slots back.");
    add(all, "resume", new AutomationOrder(fleet, "resume"), "Let a paused automation run.");
    add(
        all,
        "restart",
        new SlotOrder(fleet, "restart"),
        "New generations, few at a time; what waits after a failure tries at once.");
    add(all, "quarantine", new SlotOrder(fleet, "quarantine"), "Take slots out until a release.");
    add(all, "release", new SlotOrder(fleet, "release"), "Let quarantined slots run again.");
    add(all, "cordon", new WorkerOrder(fleet, "cordon"), "No new slots for a worker.");
    add(all, "uncordon", new WorkerOrder(fleet, "uncordon"), "New slots for it again.");
    add(all, "undrain", new WorkerOrder(fleet, "undrain"), "Take a drain back.");
  }

  private static void add(CommandLine all, String verb, Callable<Integer> order, String what) {
    var command = new CommandLine(order);
    command.getCommandSpec().usageMessage().description(what);
    all.addSubcommand(verb, command);
  }
}
