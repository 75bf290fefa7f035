package io.fleet.cli;

import io.fleet.snapshot.SnapshotLost;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fleet master}: leads or stands by, and serves the API, until SIGTERM. */
@Command(name = "master", description = "A master: leads or stands by, and serves the dashboard.")
final class MasterCommand extends DaemonCommand {
  private static final Logger log = LoggerFactory.getLogger(MasterCommand.class);
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final Duration UNDEPLOY_WITHIN = Duration.ofSeconds(20);

  @Option(names = "--print-conf", description = "show each value with its origin, and end")
  boolean printConf;

  MasterCommand(FleetCommand fleet) {
    super(fleet, Key.master(), Path.of("conf", "master.json"));
  }

  @Override
  public Integer call() {
    var settings = settings();
    if (printConf) {
      fleet.out.say(settings.print());
      return Exit.OK;
    }
    Exposure.refuse(settings);
    var http = HttpPlace.free(settings.setting("http"));
    settings = MasterName.settle(settings, http);
    Logs.format(settings, "master");
    var ending = Ending.onSignals(GRACE, () -> {});
    awaitRedis(settings.text("redis"));
    if (ending.isAsked()) {
      return ending.await();
    }
    try (var member = Member.join(settings.cluster(), UNDEPLOY_WITHIN)) {
      try {
        // The master serves the API itself, at the place that was just found free.
        member.deploy(Member.MASTER, settings.config().put("http", http.toString()));
      } catch (CommandFailed e) {
        throw Member.isTaken(e) ? HttpPlace.taken(settings.setting("http")) : refusal(e);
      }
      log.info(
          "master up name={} http={} fleet={}",
          settings.text("name"),
          http,
          settings.text("fleet"));
      var exit = ending.await();
      log.info("master stops exit={}", exit);
      return exit;
    }
  }

  /** Without its snapshot it must not run at all, so no supervisor should try again. */
  private static CommandFailed refusal(CommandFailed e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SnapshotLost) {
        return new CommandFailed(Exit.UNSAFE, e.sentence(), e);
      }
    }
    return e;
  }

  /** A small Vert.x of its own: without Redis there is no reason to join a cluster. */
  static void awaitRedis(String url) {
    var vertx = Vertx.vertx();
    try {
      RedisGate.pass(vertx, url, RedisGate.PATIENCE);
    } finally {
      vertx.close();
    }
  }

  /** For {@code fleet dev}, which has one master and applies its file anew at each start. */
  static JsonObject config(String redis, String fleet, Path state) {
    return new JsonObject()
        .put("redis", redis)
        .put("fleet", fleet)
        .put("name", "dev")
        .put("state", state.toString())
        .put("rebuildSnapshot", true);
  }
}
