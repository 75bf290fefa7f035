package io.fleet.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code fleet help [COMMAND]}, and the topic {@code exit-codes}. */
@Command(name = "help", description = "Help on a command, or on exit-codes.")
final class HelpCommand implements Callable<Integer> {
  private final FleetCommand fleet;
  private final CommandLine all;

  @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "which; or exit-codes")
  Optional<String> topic = Optional.empty();

  HelpCommand(FleetCommand fleet, CommandLine all) {
    this.fleet = fleet;
    this.all = all;
  }

  @Override
  public Integer call() {
    var word = topic.orElse("");
    if (word.isEmpty()) {
      fleet.run();
      return Exit.OK;
    }
    if (word.equals("exit-codes")) {
      fleet.out.say(Exit.TEXT.stripTrailing());
      return Exit.OK;
    }
    var command = all.getSubcommands().get(word);
    if (command == null) {
      throw new CommandFailed(
          Exit.USAGE,
          "There is no command \""
              + word
              + "\"."
              + Question.question(word, all.getSubcommands().keySet())
              + " All of them: fleet help");
    }
    fleet.out.say(command.getUsageMessage().stripTrailing());
    return Exit.OK;
  }
}
