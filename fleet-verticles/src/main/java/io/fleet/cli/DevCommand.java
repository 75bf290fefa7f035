package io.fleet.cli;

import io.fleet.testkit.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code fleet dev}: master, workers, dashboard and a real Redis on this machine, until it is told
 * to end.
 */
@Command(
    name = "dev",
    description =
        "Master, workers, dashboard and Redis on this machine; applies FILE again on every save.")
final class DevCommand implements Callable<Integer> {
  static final String DATA = ".fleet/dev";

  private static final Duration GRACE = Duration.ofSeconds(90);
  private static final HostPort USUAL_HTTP = new HostPort("127.0.0.1", 8080);

  private final Screen screen;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "default ./fleet.yaml, else conf/fleet.yaml")
  Optional<Path> file = Optional.empty();

  @Option(
      names = "--http",
      paramLabel = "H:P",
      description = "default 127.0.0.1:8080, or the next free port")
  Optional<String> http = Optional.empty();

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "N worker JVMs; without it one worker inside this process")
  int workers;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "keep state here (default .fleet/dev)")
  Path data = Path.of(DATA);

  @Option(
      names = "--duration",
      paramLabel = "D",
      description = "end by itself so long after \"Redis up\"")
  Optional<String> duration = Optional.empty();

  @Option(
      names = "--classes",
      paramLabel = "PATH,…",
      split = ",",
      description = "more class path for automations, as target/app.jar; jars are watched")
  List<Path> classes = List.of();

  @Option(names = "--no-open", description = "open no browser")
  boolean noOpen;

  DevCommand(FleetCommand fleet) {
    this.screen = new Screen(fleet.out, Output.onTerminal());
  }

  @Override
  public Integer call() throws IOException {
    var lasts = duration.map(DevCommand::duration);
    if (workers < 0 || workers > 64) {
      throw new CommandFailed(
          Exit.USAGE, "--workers takes a number from 0 to 64, not " + workers + ".");
    }
    var yaml = file.orElseGet(DevCommand::usualFile);
    var applied = DevFleet.modified(yaml);
    var checked = CheckedFile.read(yaml, data.resolve("classes"), classes, CheckedFile.AUTOMATIONS);
    checked.insist();
    if (!checked.warnings().isEmpty()) {
      screen.report(checked.warnings().stripTrailing());
    }
    var place = place();
    Files.createDirectories(data);
    System.setProperty("fleet.data", data.toAbsolutePath().toString());
    try (var keys = DevKeys.listen(System.in)) {
      var ending = Ending.onSignals(GRACE, keys::close);
      try (var redis = redis()) {
        screen.say("Redis up at " + redis.url());
        var end = lasts.map(l -> System.nanoTime() + l.toNanos());
        try (var running = DevFleet.start(screen, ending, redis, place, plan())) {
          running.begin(yaml, applied, checked);
          screen.say("Dashboard http://" + place + "/   Ctrl-C ends everything");
          open(place);
          return running.follow(keys, end);
        }
      }
    }
  }

  private DevPlan plan() {
    return new DevPlan(data, workers, classes, CheckedFile.AUTOMATIONS);
  }

  private RedisServer redis() {
    return RedisServer.forDev(data.resolve("redis"), 0);
  }

  private HostPort place() {
    if (http.isPresent()) {
      final HostPort asked;
      try {
        asked = HostPort.parse(http.get());
      } catch (IllegalArgumentException e) {
        throw new CommandFailed(Exit.USAGE, "--http: " + e.getMessage(), e);
      }
      if (!asked.isLoopback()) {
        throw new CommandFailed(
            Exit.UNSAFE,
            "Refusing to listen on "
                + asked
                + ": fleet dev is for this machine alone. Listen on 127.0.0.1.");
      }
      if (!asked.isFree()) {
        throw new CommandFailed(
            Exit.FAILED,
            "Port "
                + asked.port()
                + " is taken (flag --http). Choose another: --http "
                + HttpPlace.nextFree(asked));
      }
      return asked.settled();
    }
    if (USUAL_HTTP.isFree()) {
      return USUAL_HTTP;
    }
    var next = HttpPlace.nextFree(USUAL_HTTP);
    screen.say("port " + USUAL_HTTP.port() + " is taken, the dashboard takes " + next.port());
    return next;
  }

  private void open(HostPort place) {
    if (noOpen || !Output.onTerminal()) {
      return;
    }
    try {
      new ProcessBuilder("xdg-open", "http://" + place + "/")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      screen.say("Open it in a browser; there is no xdg-open here.");
    }
  }

  private static Duration duration(String text) {
    try {
      return Amount.duration(text);
    } catch (IllegalArgumentException e) {
      throw new CommandFailed(Exit.USAGE, "--duration: " + e.getMessage(), e);
    }
  }

  private static Path usualFile() {
    var here = Path.of("fleet.yaml");
    return Files.exists(here) ? here : Path.of("conf", "fleet.yaml");
  }
}
