package io.fleet.cli;

import io.fleet.process.ShellLink;
import io.fleet.worker.WorkerVerticle;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The JVM that the shell starts: it runs the slots until SIGTERM, its shell's end, or a fence. */
@Command(name = "worker-jvm", hidden = true, description = "Started by fleet worker.")
final class WorkerJvmCommand extends DaemonCommand {
  private static final Logger log = LoggerFactory.getLogger(WorkerJvmCommand.class);

  /** Above any drain deadline that one should wait for; a second TERM cuts it short. */
  private static final Duration GRACE = Duration.ofMinutes(10);

  @Option(names = "--train", description = "load what a worker loads, and end")
  boolean train;

  WorkerJvmCommand(FleetCommand fleet) {
    super(fleet, Key.worker(), Path.of("conf", "worker.json"));
  }

  @Override
  public Integer call() {
    if (train) {
      WorkerTraining.run();
      return Exit.OK;
    }
    var settings = WorkerName.settle(settings());
    Logs.format(settings, "worker");
    var ending = Ending.onSignals(GRACE, () -> {});
    var link = ShellLink.attach(() -> ending.ask(Exit.OK));
    Exposure.refuse(settings);
    awaitRedis(settings.text("redis"), ending);
    if (ending.isAsked()) {
      return ending.await();
    }
    try (var member = Member.join(settings.cluster(), GRACE)) {
      endWhenTold(member.vertx(), ending);
      var config = settings.config().put("halt", true);
      member.deploy(Member.WORKER, new WorkerVerticle(link), config);
      log.info("worker up name={}", settings.text("name"));
      var exit = ending.await();
      log.info("worker stops name={} exit={}", settings.text("name"), exit);
      return exit;
    }
  }

  /** The shell had Redis at its start; a JVM that it starts again waits for ever. */
  private static void awaitRedis(String url, Ending ending) {
    var vertx = Vertx.vertx();
    try {
      RedisGate.pass(vertx, url, () -> !ending.isAsked());
    } catch (CommandFailed e) {
      if (!ending.isAsked()) {
        throw e;
      }
    } finally {
      vertx.close();
    }
  }

  /** A worker that fenced itself asks for the end of its JVM here. */
  static void endWhenTold(Vertx vertx, Ending ending) {
    vertx
        .eventBus()
        .<JsonObject>localConsumer(
            "__fleet.exit", message -> ending.ask(message.body().getInteger("code", Exit.FENCED)));
  }
}
