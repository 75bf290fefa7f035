package io.fleet.resource;

import io.fleet.automation.Children;
import io.fleet.automation.Command;
import io.fleet.automation.SlotInfo;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A JVM that starts 40 children a second, half of which leave a daemon, and counts what it gets.
 */
final class ChurnMain {
  private static final int PER_SECOND = 40;

  private ChurnMain() {}

  public static void main(String[] args) throws Exception {
    var seconds = Integer.parseInt(args[1]);
    var wrong = new AtomicLong();
    var done = new AtomicLong();
    try (var resources = new Resources("w1", Path.of(args[0]))) {
      resources.start(true);
      var leases =
          resources.of(
              () -> new SlotInfo("churn", 0, 1, 1),
              () -> Objects.requireNonNull((Vertx) null),
              ChurnMain.class.getClassLoader());
      var children = leases.lease(Children.class);
      try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
        var begin = System.nanoTime();
        for (var i = 0L; i < (long) seconds * PER_SECOND; i++) {
          var exit = (int) (i % 100);
          var daemon = i % 2 == 0 ? "(setsid sleep 0.05 &); " : "";
          var unused =
              pool.submit(
                  () -> {
                    var ended = children.run(Command.of("sh", "-c", daemon + "exit " + exit));
                    wrong.addAndGet(ended.exit() == exit ? 0 : 1);
                    return done.incrementAndGet();
                  });
          var due = begin + Duration.ofSeconds(1).dividedBy(PER_SECOND).toNanos() * (i + 1);
          TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
        }
      }
      leases.endGeneration();
      System.out.println("done=" + done + " wrong=" + wrong);
      System.out.println("ledger=" + resources.ledger().totals().get(Kind.PROCESS));
      System.out.println("leaks=" + resources.ledger().leaks());
      var held = System.in.read();
      System.out.println("held until " + held);
    }
  }
}
