package io.fleet.cli;

import io.fleet.process.ShellLink;
import io.fleet.worker.WorkerVerticle;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JVM that the shell starts: it runs the slots until SIGTERM, its shell's end, or a fence. It
 * reads its words itself: the shell wrote them, and picocli, which no cache of classes can hold
 * (its classes are older than Java 6), would take a quarter of such a JVM's start.
 */
final class WorkerJvmCommand {
  static final String NAME = "worker-jvm";

  /** Load what a worker loads, and end. */
  static final String TRAIN = "--train";

  private static final Logger log = LoggerFactory.getLogger(WorkerJvmCommand.class);

  /** Above any drain deadline that one should wait for; a second TERM cuts it short. */
  private static final Duration GRACE = Duration.ofMinutes(10);

  private WorkerJvmCommand() {}

  /** Runs it; the exit code. */
  static int run(Output out, List<String> words) {
    try {
      if (words.contains(TRAIN)) {
        WorkerTraining.run();
        return Exit.OK;
      }
      var flags = flags(words);
      var usual = Path.of("conf", "worker.json");
      return live(Settings.resolve(Key.worker(), flags, System.getenv(), usual));
    } catch (RuntimeException e) {
      return Main.failed(out, e);
    }
  }

  private static int live(Settings given) {
    var settings = WorkerName.settle(given);
    Logs.format(settings, "worker");
    var ending = Ending.onSignals(GRACE, () -> {});
    return live(settings, ending, ShellLink.attach(() -> ending.ask(Exit.OK)));
  }

  /** From its first word to its last; the exit code. */
  static int live(Settings settings, Ending ending, Optional<ShellLink> link) {
    Exposure.refuse(settings);
    var worker = new WorkerVerticle(link);
    var config = settings.config().put("halt", true);
    worker.prepare(config);
    try (var member = Member.join(settings.cluster(), GRACE)) {
      endWhenTold(member.vertx(), ending);
      if (awaitRedis(member.vertx(), settings.text("redis"), ending)) {
        member.deploy(Member.WORKER, worker, config);
        log.info("worker up name={}", settings.text("name"));
      }
      var exit = ending.await();
      log.info("worker stops name={} exit={}", settings.text("name"), exit);
      return exit;
    }
  }

  /** As {@link Settings#flags} wrote them. */
  static Map<String, String> flags(List<String> words) {
    var flags = new HashMap<String, String>();
    for (var i = 0; i < words.size(); i++) {
      var word = words.get(i);
      if (isSwitch(word)) {
        flags.put(word, "true");
      } else if (!word.startsWith("--") || i + 1 == words.size()) {
        throw new CommandFailed(
            Exit.USAGE, "\"" + word + "\" is no flag with a value. Start fleet worker instead.");
      } else {
        i++;
        flags.put(word, words.get(i));
      }
    }
    return flags;
  }

  private static boolean isSwitch(String word) {
    return Key.worker().stream()
        .anyMatch(key -> key.kind() == Key.Kind.SWITCH && key.flag().equals(word));
  }

  /**
   * The shell had Redis at its start; a JVM that it starts again waits for ever. False when the end
   * came first.
   */
  private static boolean awaitRedis(Vertx vertx, String url, Ending ending) {
    try {
      RedisGate.pass(vertx, url, () -> !ending.isAsked());
      return !ending.isAsked();
    } catch (CommandFailed e) {
      if (!ending.isAsked()) {
        throw e;
      }
      return false;
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
