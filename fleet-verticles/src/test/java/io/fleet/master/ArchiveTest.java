package io.fleet.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleet.loop.VertxLoop;
import io.fleet.snapshot.FileSnapshotStore;
import io.fleet.snapshot.Snapshot;
import io.fleet.testkit.Redises;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArchiveTest {
  private final Vertx vertx = Vertx.vertx();
  private final FileSnapshotStore store;
  private final Archive archive;

  ArchiveTest(@TempDir Path dir) {
    store = FileSnapshotStore.open(dir);
    archive = new Archive(VertxLoop.current(vertx), store);
  }

  @AfterEach
  void end() {
    Redises.get(vertx.close());
    store.close();
  }

  /** As the master does: everything on one event loop. */
  private <T> T on(Supplier<Future<T>> work) {
    var done = Promise.<T>promise();
    vertx.runOnContext(go -> work.get().onComplete(done));
    return Redises.get(done.future());
  }

  @Test
  void two_changes_at_a_time_lose_nothing_of_each_other() {
    on(
        () ->
            Future.all(
                archive.commit(s -> s.withSpec("{}", "h1", "me", 1)),
                archive.commit(s -> s.withWorkers(List.of("w1"))),
                archive.commit(s -> s.withSpec("[]", "h2", "me", 2))));
    assertThat(store.load())
        .isEqualTo(new Snapshot(0, 2, "[]", "h2", "me", 2, List.of("w1")))
        .isEqualTo(archive.current());
  }

  @Test
  void a_change_that_was_asked_for_in_an_earlier_epoch_is_not_made() {
    assertThatThrownBy(
            () ->
                on(
                    () -> {
                      archive.commit(s -> s.withEpoch(1));
                      return archive.commit(s -> s.withSpec("{}", "h", "me", 1));
                    }))
        .hasMessageContaining("epoch 0 is over");
    assertThat(store.load()).isEqualTo(Snapshot.empty().withEpoch(1));
  }

  @Test
  void a_change_fails_when_another_master_has_begun_an_epoch() {
    store.commit(Snapshot.empty().withEpoch(9), 0);
    assertThatThrownBy(() -> on(() -> archive.commit(s -> s.withEpoch(1))))
        .hasMessageContaining("somebody else leads");
    assertThat(archive.current()).isEqualTo(Snapshot.empty());
    assertThat(on(archive::load).epoch()).isEqualTo(9);
    assertThat(on(() -> archive.commit(s -> s.withEpoch(10))).epoch()).isEqualTo(10);
  }
}
