package io.fleet.cli;

import io.fleet.config.FleetFile;
import io.fleet.config.FleetSpec;
import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.fleet.redis.RedisSettings;
import io.fleet.store.FleetReader;
import io.fleet.testkit.RedisServer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
  private static final String FLEET = "dev";
  private static final int CAPACITY = 50;
  private static final Duration GRACE = Duration.ofSeconds(90);
  private static final Duration DRAIN = Duration.ofSeconds(40);
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);
  private static final Duration WORKERS_WITHIN = Duration.ofSeconds(30);
  private static final Duration LEADER_WITHIN = Duration.ofSeconds(60);
  private static final HostPort USUAL_HTTP = new HostPort("127.0.0.1", 8080);

  private final FleetCommand fleet;
  private final long began = System.nanoTime();

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
  Path data = Path.of(".fleet", "dev");

  @Option(
      names = "--duration",
      paramLabel = "D",
      description = "end by itself so long after \"Redis up\"")
  Optional<String> duration = Optional.empty();

  @Option(names = "--no-open", description = "open no browser")
  boolean noOpen;

  private @Nullable FileTime applied;

  DevCommand(FleetCommand fleet) {
    this.fleet = fleet;
  }

  @Override
  public Integer call() throws IOException {
    var lasts = duration.map(DevCommand::duration);
    if (workers < 0 || workers > 64) {
      throw new CommandFailed(
          Exit.USAGE, "--workers takes a number from 0 to 64, not " + workers + ".");
    }
    var yaml = file.orElseGet(DevCommand::usualFile);
    applied = modified(yaml);
    var checked = CheckedFile.read(yaml, data.resolve("classes"));
    var spec = checked.insist();
    warn(checked);
    var place = place();
    Files.createDirectories(data);
    System.setProperty("fleet.data", data.toAbsolutePath().toString());
    var ending = Ending.onSignals(GRACE, () -> {});
    try (var redis = redis()) {
      say("Redis up at " + redis.url());
      var end = lasts.map(l -> System.nanoTime() + l.toNanos());
      return run(ending, redis, place, yaml, spec, checked.classes(), end);
    }
  }

  private int run(
      Ending ending,
      RedisServer redis,
      HostPort place,
      Path yaml,
      FleetSpec spec,
      Optional<Path> classes,
      Optional<Long> end) {
    var shells = new DevWorkers();
    var bus = new HostPort("127.0.0.1", 0).settled();
    try (var member = Member.join(ClusterSettings.loopback(FLEET, bus.toString()), DRAIN)) {
      var link = RedisLink.open(member.vertx(), RedisSettings.of(redis.url()));
      var watch = new DevWatch(member.vertx(), new FleetReader(link, new Keys(FLEET)), this::say);
      watch.begin();
      member.deploy(
          Member.MASTER, MasterCommand.config(redis.url(), FLEET, data.resolve("master")));
      member.deploy(Member.API, common(redis).put("http", place.toString()));
      if (workers == 0) {
        member.deploy(Member.WORKER, inside(redis, classes));
        WorkerJvmCommand.endWhenTold(member.vertx(), ending);
      } else {
        shells.start(workers, data, flags(redis, bus, classes), CAPACITY);
        // What is applied before they are up would all go to the first of them.
        watch.awaitWorkers(workers, WORKERS_WITHIN, ending);
      }
      apply(member, spec, ending);
      say("Dashboard http://" + place + "/   Ctrl-C ends everything");
      open(place);
      try {
        return follow(ending, member, watch, shells, yaml, end);
      } finally {
        // Workers end first, so that the master sees them go and Redis has their last word.
        shells.stop(DRAIN);
        member.undeploy(Member.WORKER);
        say("Stopped.");
      }
    }
  }

  private int follow(
      Ending ending,
      Member member,
      DevWatch watch,
      DevWorkers shells,
      Path yaml,
      Optional<Long> end) {
    while (!ending.await(LOOK_EVERY)) {
      if (end.isPresent() && System.nanoTime() - end.get() >= 0) {
        ending.ask(Exit.OK);
      }
      watch.look();
      shells
          .ended()
          .forEach((name, exit) -> say("the shell of " + name + " ended with exit code " + exit));
      reload(member, yaml, ending);
    }
    return ending.await();
  }

  /** A saved file is applied again; a bad one is reported and changes nothing. */
  private void reload(Member member, Path yaml, Ending ending) {
    var now = modified(yaml);
    if (now == null || now.equals(applied)) {
      return;
    }
    applied = now;
    var checked = CheckedFile.read(yaml, data.resolve("classes"));
    if (checked.spec().isEmpty()) {
      say(yaml + " changed, but it is not good; the fleet stays as it is.");
      fleet.out.hint(checked.report().stripTrailing());
      return;
    }
    warn(checked);
    apply(member, checked.insist(), ending);
  }

  private void apply(Member member, FleetSpec spec, Ending ending) {
    var order =
        new JsonObject()
            .put("op", "apply")
            .put("spec", FleetFile.toJson(spec))
            .put("actor", "fleet dev")
            .put("reason", "");
    var give = System.nanoTime() + LEADER_WITHIN.toNanos();
    while (!ending.isAsked()) {
      try {
        var answer =
            Waiting.on(
                member
                    .vertx()
                    .eventBus()
                    .<JsonObject>request(
                        "__fleet.leader", order, new DeliveryOptions().setSendTimeout(3_000)),
                Duration.ofSeconds(5));
        if (answer.body().getBoolean("changed", true)) {
          say("revision " + answer.body().getLong("revision") + ": " + slots(spec));
        }
        return;
      } catch (Waiting.Failed e) {
        if (System.nanoTime() - give > 0) {
          throw new CommandFailed(Exit.FAILED, "No master leads after 60 s: " + e.getMessage(), e);
        }
        ending.await(LOOK_EVERY);
      }
    }
  }

  private static String slots(FleetSpec spec) {
    return String.join(
        ", ",
        spec.automations().values().stream()
            .map(a -> a.name() + " " + Amount.of(a.slots(), "slot"))
            .toList());
  }

  private JsonObject common(RedisServer redis) {
    return new JsonObject().put("redis", redis.url()).put("fleet", FLEET);
  }

  private JsonObject inside(RedisServer redis, Optional<Path> classes) {
    var places = new JsonArray();
    classes.ifPresent(c -> places.add(c.toString()));
    return common(redis)
        .put("state", data.resolve("dev-1").toString())
        .put("name", "dev-1")
        .put("capacity", CAPACITY)
        .put("automations", CheckedFile.AUTOMATIONS.toString())
        .put("classes", places)
        .put("drainMillis", DRAIN.toMillis() / 2);
  }

  private List<String> flags(RedisServer redis, HostPort bus, Optional<Path> classes) {
    var flags =
        new ArrayList<>(
            List.of(
                "--redis",
                redis.url(),
                "--fleet",
                FLEET,
                "--cluster-members",
                bus.toString(),
                "--automations",
                CheckedFile.AUTOMATIONS.toString()));
    classes.ifPresent(c -> flags.addAll(List.of("--classes", c.toString())));
    return flags;
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
    say("port " + USUAL_HTTP.port() + " is taken, the dashboard takes " + next.port());
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
      say("Open it in a browser; there is no xdg-open here.");
    }
  }

  private void warn(CheckedFile checked) {
    if (!checked.warnings().isEmpty()) {
      fleet.out.hint(checked.warnings().stripTrailing());
    }
  }

  /** {@code 0:12 Healthy. 3 of 3 slots running.} */
  private void say(String line) {
    fleet.out.say(Amount.clock(Duration.ofNanos(System.nanoTime() - began)) + " " + line);
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

  private static @Nullable FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return null; // gone for a moment, as editors do when they save
    }
  }
}
