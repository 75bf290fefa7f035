package io.fleet.master;

import static io.fleet.testkit.Redises.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.protocol.Beat;
import io.fleet.protocol.Report;
import io.fleet.protocol.SlotReport;
import io.fleet.reconcile.WorkerView;
import io.fleet.redis.Keys;
import io.fleet.slot.Phase;
import io.fleet.store.FleetReader;
import io.fleet.store.RedisWorkerStore;
import io.fleet.store.ShellStore;
import io.fleet.store.WorkerStore;
import io.fleet.testkit.Redises;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the leader sees of its workers, by its own clock alone. */
final class ObserverIT {
  private final Redises redis;
  private final Keys keys = new Keys("test");
  private final WorkerStore workers;
  private final AtomicLong millis = new AtomicLong(1_000_000);
  private final Observer observer;

  ObserverIT(@TempDir Path dir) {
    redis = Redises.start(Redises.Kind.EMBEDDED, dir);
    workers = new RedisWorkerStore(redis.link, keys);
    observer = new Observer(new FleetReader(redis.link, keys), () -> millis.get() * 1_000_000);
  }

  @AfterEach
  void end() {
    redis.close();
  }

  private void beat(long boot, long seq, long rev, String... slots) {
    var said =
        Stream.of(slots)
            .map(slot -> new SlotReport(slot, 9, Phase.RUNNING, "c", "", false, 0))
            .toList();
    var report =
        new Report(1, "w1", "host", 1, 4, Map.of("zone", "x"), List.of(), said, false, Map.of(), 0);
    get(workers.heartbeat(report, new Beat(boot, seq, rev, 5), Duration.ofSeconds(9)));
  }

  private WorkerView look() {
    return get(observer.look(List.of("w1"))).get("w1");
  }

  @Test
  void silence_is_counted_from_the_last_new_beat_by_the_leaders_own_clock() {
    beat(7, 1, 1);
    assertThat(look().silentMillis()).isZero();
    millis.addAndGet(3_000);
    assertThat(look().silentMillis()).isEqualTo(3_000);
    beat(7, 2, 1);
    assertThat(look().silentMillis()).isZero();
    beat(7, 2, 1);
    millis.addAndGet(400);
    assertThat(look().silentMillis()).isEqualTo(400);
  }

  @Test
  void a_worker_that_never_beat_is_silent_since_the_leader_began() {
    millis.addAndGet(2_500);
    assertThat(look().silentMillis()).isEqualTo(2_500);
    assertThat(look().boot()).isZero();
    assertThat(look().beat()).isEmpty();
    assertThat(observer.watchingMillis()).isEqualTo(2_500);
  }

  @Test
  void a_beat_that_was_there_before_the_leader_counts_from_its_begin() {
    beat(7, 1, 1);
    millis.addAndGet(300);
    assertThat(look().silentMillis()).isEqualTo(300);
  }

  @Test
  void the_view_says_what_report_and_certificate_say() {
    beat(7, 1, 1, "a/0");
    get(new ShellStore(redis.link, keys).certify("w1", 6));
    var view = look();
    assertThat(view.boot()).isEqualTo(7);
    assertThat(view.beat()).isEqualTo("7 1 1 5");
    assertThat(view.seen()).isEqualTo(5);
    assertThat(view.certificate()).isEqualTo(6);
    assertThat(view.capacity()).isEqualTo(4);
    assertThat(view.labels()).containsEntry("zone", "x");
    assertThat(view.slots()).containsOnlyKeys("a/0");
  }

  @Test
  void a_body_is_read_again_only_when_its_revision_or_boot_changed() {
    beat(7, 1, 1, "a/0");
    look();
    beat(7, 2, 1, "a/1");
    assertThat(look().slots()).containsOnlyKeys("a/0");
    beat(7, 3, 2, "a/2");
    assertThat(look().slots()).containsOnlyKeys("a/2");
    beat(8, 1, 2, "a/3");
    assertThat(look().slots()).containsOnlyKeys("a/3");
  }

  @Test
  void a_report_that_is_the_same_is_the_same_map_and_says_host_and_code() {
    beat(7, 1, 1, "a/0");
    var first = look();
    assertThat(first.host()).isEqualTo("host");
    assertThat(first.code()).isNull();
    beat(7, 2, 1, "a/0");
    assertThat(look().slots()).isSameAs(first.slots());
    beat(7, 3, 2, "a/0");
    assertThat(look().slots()).isEqualTo(first.slots()).isNotSameAs(first.slots());
  }

  @Test
  void the_word_of_a_worker_without_a_report_counts_for_nothing() {
    redis.ask(Command.HSET, keys.beats(), "w1", "7 1 1 5");
    assertThat(look().boot()).isEqualTo(7);
    assertThat(look().seen()).isZero();
    assertThat(look().capacity()).isZero();
    assertThat(look().host()).isEmpty();
  }

  @Test
  void a_worker_whose_beat_is_gone_is_unknown_again() {
    beat(7, 1, 1);
    look();
    redis.ask(Command.HDEL, keys.beats(), "w1");
    millis.addAndGet(9_000);
    assertThat(look().boot()).isZero();
    assertThat(look().silentMillis()).isEqualTo(9_000);
  }
}
