package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.loop.VertxLoop;
import io.fleet.metrics.Meters;
import io.fleet.protocol.Intake;
import io.fleet.resource.Ledger;
import io.fleet.testkit.Jars;
import io.fleet.testkit.Redises;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ThisWorkerTest {
  private final Path folder;
  private final AtomicLong clock = new AtomicLong();
  private final AtomicInteger ends = new AtomicInteger();
  private final Vertx vertx = Vertx.vertx();
  private final Packages packages;

  ThisWorkerTest(@TempDir Path dir) throws IOException {
    folder = Files.createDirectories(dir.resolve("automations"));
    packages =
        Packages.open(
            dir.resolve("state"),
            folder,
            List.of(),
            InstantSource.system(),
            clock::get,
            System::gc);
  }

  @AfterEach
  void close() {
    packages.close();
    Redises.get(vertx.close());
  }

  private ThisWorker worker(int mostPinned) {
    var loop = VertxLoop.current(vertx);
    return new ThisWorker(
        loop,
        WorkerSettings.of(new JsonObject().put("pinnedLoaders", mostPinned), "w1"),
        Identity.here(),
        packages,
        new PackageFetch(loop, hash -> {}, work -> () -> {}, () -> {}),
        Meters.of(vertx),
        () -> Intake.UNKNOWN,
        new Ledger(),
        ends::incrementAndGet);
  }

  @Test
  void it_ends_once_more_old_loaders_are_pinned_than_it_may_hold() throws IOException {
    var jar = Jars.counter("1").writeOld(folder.resolve("counter.jar"));
    packages.look(PackagesTest.wants("1"));
    var use = packages.use(PackagesTest.wants("1").automations().get("counter")).orElseThrow();
    var held = use.type().loader();
    use.end();
    Files.delete(jar);
    packages.look(PackagesTest.wants("1"));
    clock.addAndGet(ClosedLoaders.PATIENCE.toNanos());

    try {
      Redises.get(worker(1).learn(PackagesTest.wants("1")));
      assertThat(packages.look(PackagesTest.wants("1")).pinned()).isEqualTo(1);
      assertThat(ends).hasValue(0);
      Redises.get(worker(0).learn(PackagesTest.wants("1")));
      assertThat(ends).hasValue(1);
    } finally {
      Reference.reachabilityFence(held);
    }
  }
}
