package io.fleet.cli;

import io.fleet.config.FleetFile;
import io.fleet.config.FleetSpec;
import io.fleet.protocol.LeaderAddress;
import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.fleet.redis.RedisSettings;
import io.fleet.store.FleetReader;
import io.fleet.testkit.RedisServer;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fleet that {@code fleet dev} runs on a Redis of its own: master, API and workers. Used by the
 * command's thread alone; the methods block.
 */
final class DevFleet implements AutoCloseable {
  private static final String FLEET = "dev";
  private static final int CAPACITY = 50;
  private static final Duration DRAIN = Duration.ofSeconds(40);
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);
  private static final Duration WORKERS_WITHIN = Duration.ofSeconds(30);
  private static final Duration LEADER_WITHIN = Duration.ofSeconds(60);
  private static final String KEYS = "q quit  r restart  k kill a worker";

  private final Screen screen;
  private final Ending ending;
  private final RedisServer redis;
  private final HostPort bus;
  private final Path data;
  private final int workers;
  private final DevPlan plan;
  private final DevJars jars;
  private final Member member;
  private final FleetReader reader;
  private final DevWatch watch;
  private final DevWorkers shells = new DevWorkers();
  private Path yaml = Path.of("fleet.yaml");
  private @Nullable FileTime applied;

  private DevFleet(
      Screen screen, Ending ending, RedisServer redis, HostPort bus, DevPlan plan, Member member) {
    this.screen = screen;
    this.ending = ending;
    this.redis = redis;
    this.bus = bus;
    this.plan = plan;
    this.data = plan.data();
    this.workers = plan.workers();
    this.jars = new DevJars(plan.automations(), plan.classes(), System::nanoTime);
    this.member = member;
    var link = RedisLink.open(member.vertx(), RedisSettings.of(redis.url()));
    this.reader = new FleetReader(link, new Keys(FLEET));
    this.watch = new DevWatch(member.vertx(), reader, screen::say);
  }

  /** Starts the master and the API; {@link #begin} starts the rest. */
  static DevFleet start(
      Screen screen, Ending ending, RedisServer redis, HostPort http, DevPlan plan) {
    var bus = new HostPort("127.0.0.1", 0).settled();
    var member = Member.join(ClusterSettings.loopback(FLEET, bus.toString()), DRAIN);
    var fleet = new DevFleet(screen, ending, redis, bus, plan, member);
    var data = plan.data();
    try {
      fleet.watch.begin();
      WorkerJvmCommand.endWhenTold(member.vertx(), ending);
      member.deploy(
          Member.MASTER, MasterCommand.config(redis.url(), FLEET, data.resolve("master")));
      member.deploy(
          Member.API,
          fleet
              .common()
              .put("http", http.toString())
              .put("state", data.resolve("master").toString()));
      return fleet;
    } catch (RuntimeException e) {
      fleet.close();
      throw e;
    }
  }

  /**
   * Starts the workers and applies the file.
   *
   * @param modified when the file was last changed before it was read
   */
  void begin(Path file, @Nullable FileTime modified, CheckedFile checked) {
    yaml = file;
    applied = modified;
    startWorkers(checked.classes());
    apply(checked.insist());
  }

  /** Watches, obeys keys and applies what is saved, until somebody asks for an end. */
  int follow(DevKeys keys, Optional<Long> endNanos) {
    while (!ending.await(LOOK_EVERY)) {
      if (endNanos.isPresent() && System.nanoTime() - endNanos.get() >= 0) {
        ending.ask(Exit.OK);
      }
      screen.status(watch.look(), KEYS);
      shells
          .ended()
          .forEach(
              (name, exit) -> screen.say("the shell of " + name + " ended with exit code " + exit));
      reload();
      keys.poll().ifPresent(this::obey);
    }
    return ending.await();
  }

  /** Ends the workers first, so that the master sees them go and Redis has their last word. */
  @Override
  public void close() {
    screen.end();
    stopWorkers();
    member.close();
    screen.say("Stopped.");
  }

  static @Nullable FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return null; // gone for a moment, as editors do when they save
    }
  }

  private void obey(char key) {
    switch (key) {
      case 'q' -> ending.ask(Exit.OK);
      case 'r' -> restart();
      case 'k' -> kill();
      default -> {}
    }
  }

  /** New processes and new class loaders: code that was changed comes to life here. */
  private void restart() {
    var checked = read();
    if (checked.isEmpty()) {
      return;
    }
    screen.say("restarting the workers (you)");
    stopWorkers();
    startWorkers(checked.get().classes());
    apply(checked.get().insist());
  }

  private void kill() {
    if (workers == 0) {
      screen.say("The worker is inside this process; with --workers 2 there is one to kill.");
      return;
    }
    var victim = DevVictim.among(watch.pids());
    victim.ifPresentOrElse(
        v -> {
          v.process().destroyForcibly();
          screen.say(v.worker() + " killed (you), pid " + v.process().pid());
        },
        () -> screen.say("No worker is up to be killed."));
  }

  private void startWorkers(Optional<Path> classes) {
    if (workers == 0) {
      member.deploy(Member.WORKER, inside(classes));
    } else {
      shells.start(workers, data, flags(classes), CAPACITY);
      // What is applied before they are up would all go to the first of them.
      watch.awaitWorkers(workers, WORKERS_WITHIN, ending);
    }
  }

  private void stopWorkers() {
    shells.stop(DRAIN);
    member.undeploy(Member.WORKER);
  }

  /** A saved file, or a rebuilt jar, is applied; a bad one is reported and changes nothing. */
  private void reload() {
    var now = modified(yaml);
    var rebuilt = jars.changed();
    if (rebuilt) {
      screen.say("automations changed");
    }
    if (!rebuilt && (now == null || now.equals(applied))) {
      return;
    }
    read().ifPresent(checked -> apply(checked.insist()));
  }

  private Optional<CheckedFile> read() {
    applied = modified(yaml);
    var checked =
        CheckedFile.read(yaml, data.resolve("classes"), plan.classes(), plan.automations());
    if (checked.spec().isEmpty()) {
      screen.say(yaml + " is not good; the fleet stays as it is.");
      screen.report(checked.report().stripTrailing());
      return Optional.empty();
    }
    if (!checked.warnings().isEmpty()) {
      screen.report(checked.warnings().stripTrailing());
    }
    return Optional.of(checked);
  }

  private void apply(FleetSpec spec) {
    var order =
        new JsonObject()
            .put("op", "apply")
            .put("spec", FleetFile.toJson(jars.pin(spec)))
            .put("actor", "fleet dev")
            .put("reason", "");
    var give = System.nanoTime() + LEADER_WITHIN.toNanos();
    while (!ending.isAsked()) {
      try {
        var answer =
            Waiting.on(
                reader.meta().compose(meta -> ask(LeaderAddress.named(meta), order)),
                Duration.ofSeconds(5));
        if (answer.body().getBoolean("changed", true)) {
          screen.say("revision " + answer.body().getLong("revision") + ": " + slots(spec));
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

  private Future<Message<JsonObject>> ask(String leader, JsonObject order) {
    var options = new DeliveryOptions().setSendTimeout(3_000);
    return member.vertx().eventBus().request(leader, order, options);
  }

  private static String slots(FleetSpec spec) {
    return String.join(
        ", ",
        spec.automations().values().stream()
            .map(a -> a.name() + " " + Amount.of(a.slots(), "slot"))
            .toList());
  }

  private JsonObject common() {
    return new JsonObject().put("redis", redis.url()).put("fleet", FLEET);
  }

  private JsonObject inside(Optional<Path> classes) {
    var places = new JsonArray();
    classes(classes).forEach(places::add);
    return common()
        .put("state", data.resolve("dev-1").toString())
        .put("name", "dev-1")
        .put("capacity", CAPACITY)
        // As DevWorkers: no other host could take the slots.
        .put("admission", new JsonObject().put("stopAt", 0).put("memory", "any"))
        .put("automations", plan.automations().toString())
        .put("watchMillis", 500)
        .put("classes", places)
        .put("drainMillis", DRAIN.toMillis() / 2)
        // All of the fleet ends then, so there is nobody to hand over to.
        .put("leaveAtOnce", true);
  }

  private List<String> flags(Optional<Path> classes) {
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
                plan.automations().toString(),
                "--leave-at-once"));
    var all = classes(classes);
    if (!all.isEmpty()) {
      flags.addAll(List.of("--classes", String.join(",", all)));
    }
    return flags;
  }

  private List<String> classes(Optional<Path> compiled) {
    return Stream.concat(compiled.stream(), plan.classes().stream()).map(Path::toString).toList();
  }
}
