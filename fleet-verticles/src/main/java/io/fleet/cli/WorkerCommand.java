package io.fleet.cli;

import io.fleet.process.Certifier;
import io.fleet.process.ShellSettings;
import io.fleet.process.Signals;
import io.fleet.process.WorkerShell;
import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.fleet.redis.RedisSettings;
import io.fleet.store.ShellStore;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code fleet worker}: the shell. It starts the worker's JVM, ends what that leaves behind,
 * certifies its death and starts it again; it runs no automation.
 */
@Command(name = "worker", description = "A worker: the shell around a worker JVM.")
final class WorkerCommand extends DaemonCommand {
  private static final Logger log = LoggerFactory.getLogger(WorkerCommand.class);
  private static final Duration CERTIFY_WITHIN = Duration.ofSeconds(2);

  @Option(names = "--print-conf", description = "show each value with its origin, and end")
  boolean printConf;

  WorkerCommand(FleetCommand fleet) {
    super(fleet, Key.worker(), Path.of("conf", "worker.json"));
  }

  @Override
  public Integer call() {
    var settings = WorkerName.settle(settings());
    if (printConf) {
      fleet.out.say(settings.print());
      return Exit.OK;
    }
    Logs.format(settings, "worker");
    Exposure.refuse(settings);
    var name = settings.text("name");
    var cache = WorkerJvm.cache(Path.of(settings.text("state")));
    var vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setInternalBlockingPoolSize(2));
    try {
      RedisGate.pass(vertx, settings.text("redis"), RedisGate.PATIENCE);
      var redis = RedisLink.open(vertx, RedisSettings.of(settings.text("redis")));
      var store = new ShellStore(redis, new Keys(settings.text("fleet")));
      Certifier certifier =
          boot -> {
            Waiting.on(store.certify(name, boot), CERTIFY_WITHIN);
            return true;
          };
      var shell =
          WorkerShell.of(
              name,
              () -> WorkerJvm.command(name, settings, cache),
              certifier,
              ShellSettings.in(Path.of(settings.text("state"))));
      for (var signal : List.of("TERM", "INT", "HUP")) {
        Signals.on(signal, shell::stop);
      }
      log.info("fleet-shell up worker={}", name);
      return shell.run();
    } finally {
      cache.close();
      vertx.close();
    }
  }
}
