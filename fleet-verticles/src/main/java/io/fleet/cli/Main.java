package io.fleet.cli;

import io.fleet.config.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command {@code fleet}. {@link #main} ends the JVM with the exit codes of {@code fleet help
 * exit-codes}; {@link #run} does not.
 *
 * @since 0.1
 */
public final class Main {
  private Main() {}

  /** Runs one command and ends the JVM, except {@code run}, whose verticle goes on. */
  public static void main(String[] words) {
    Logs.configure(words);
    if (words.length > 0 && words[0].equals("run")) {
      var exit = RunCommand.launch(Arrays.copyOfRange(words, 1, words.length));
      if (exit != Exit.OK) {
        System.exit(exit);
      }
      return;
    }
    if (words.length > 0 && words[0].equals(WorkerJvmCommand.NAME)) {
      var rest = List.of(words).subList(1, words.length);
      System.exit(WorkerJvmCommand.run(Output.system(), rest));
    }
    System.exit(run(Output.system(), words));
  }

  /** Runs one command and returns its exit code. */
  static int run(Output out, String... words) {
    var commandLine = commandLine(out);
    return commandLine.execute(words);
  }

  static CommandLine commandLine(Output out) {
    var fleet = new FleetCommand(out);
    var all = new CommandLine(fleet);
    all.getCommandSpec().usageMessage().sectionKeys(List.of("text"));
    all.getCommandSpec().usageMessage().sectionMap().put("text", h -> FleetCommand.TEXT);
    Steer.add(all, fleet);
    all.addSubcommand(new DevCommand(fleet))
        .addSubcommand(new ValidateCommand(fleet))
        .addSubcommand(new ApplyCommand(fleet))
        .addSubcommand(new InstallCommand(fleet))
        .addSubcommand(new StatusCommand(fleet))
        .addSubcommand(new ExplainCommand(fleet))
        .addSubcommand(new StackCommand(fleet))
        .addSubcommand(new EventsCommand(fleet))
        .addSubcommand(new LogsCommand(fleet))
        .addSubcommand("stream", StreamCommand.with(fleet))
        .addSubcommand("dead", DeadCommand.with(fleet))
        .addSubcommand(new DrainCommand(fleet))
        .addSubcommand(new MasterCommand(fleet).spec())
        .addSubcommand(new WorkerCommand(fleet).spec())
        .addSubcommand(new BenchCommand(fleet))
        .addSubcommand(new VersionCommand(fleet))
        .addSubcommand(new HelpCommand(fleet, all));
    return all.setOut(out.answer())
        .setErr(out.hints())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((e, given) -> wrongUsage(out, e))
        .setExecutionExceptionHandler((e, command, parsed) -> failed(fleet, e));
  }

  private static int wrongUsage(Output out, ParameterException e) {
    var command = e.getCommandLine().getCommandSpec().qualifiedName(" ");
    var help = command.equals("fleet") ? "fleet help" : "fleet help " + command.substring(6);
    out.hint(sentence(e) + question(e) + " See: " + help);
    return Exit.USAGE;
  }

  /** {@code Did you mean: fleet apply?}, or nothing. */
  private static String question(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    var word = unmatched.getUnmatched().getFirst();
    var commands =
        e.getCommandLine().getSubcommands().entrySet().stream()
            .filter(c -> !c.getValue().getCommandSpec().usageMessage().hidden())
            .map(Map.Entry::getKey)
            .toList();
    return Nearest.to(word, commands)
        .map(near -> "fleet " + near)
        .or(
            () ->
                word.startsWith("-")
                    ? unmatched.getSuggestions().stream().findFirst()
                    : Optional.empty())
        .map(near -> " Did you mean: " + near + "?")
        .orElse("");
  }

  private static String sentence(Exception e) {
    var message = Optional.ofNullable(e.getMessage()).orElse(e.toString()).strip();
    return message.matches("(?s).*[.?!]") ? message : message + ".";
  }

  private static int failed(FleetCommand fleet, Exception e) {
    if (fleet.debug) {
      e.printStackTrace(fleet.out.hints());
    }
    return failed(fleet.out, e);
  }

  /** Says it in a sentence; the exit code. */
  static int failed(Output out, Exception e) {
    if (e instanceof CommandFailed told) {
      out.hint(told.sentence());
      return told.exit();
    }
    if (e instanceof io.fleet.process.ProcessException told) {
      out.hint(sentence(told));
      return Exit.FAILED;
    }
    out.hint(
        "fleet failed unexpectedly: "
            + e.getClass().getSimpleName()
            + ": "
            + sentence(e)
            + " This is a fault of Fleet; --debug shows where.");
    return Exit.FAILED;
  }
}
