package io.fleet.master;

import static io.fleet.testkit.Redises.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fleet.config.Failover;
import io.fleet.config.FleetFile;
import io.fleet.config.FleetSpec;
import io.fleet.loop.VertxLoop;
import io.fleet.redis.Keys;
import io.fleet.snapshot.FileSnapshotStore;
import io.fleet.snapshot.Snapshot;
import io.fleet.snapshot.SnapshotLost;
import io.fleet.snapshot.SnapshotStore;
import io.fleet.store.FleetReader;
import io.fleet.store.LeaderStore;
import io.fleet.store.RedisLeaderStore;
import io.fleet.testkit.Redises;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who leads, on a real Redis; the snapshot is one for all, as on one host. */
final class ElectionIT {
  private final Redises redis;
  private final Keys keys = new Keys("test");
  private final LeaderStore store;
  private final FleetReader reader;
  private final FileSnapshotStore snapshots;
  private final AtomicInteger passes = new AtomicInteger();

  ElectionIT(@TempDir Path dir) {
    redis = Redises.start(Redises.Kind.EMBEDDED, dir.resolve("redis"));
    store = new RedisLeaderStore(redis.link, keys);
    reader = new FleetReader(redis.link, keys);
    snapshots = FileSnapshotStore.open(dir.resolve("master"));
    var fast = new FleetSpec("test", Map.of(), Failover.FAST, new TreeMap<>(), new TreeMap<>());
    snapshots.commit(Snapshot.empty().withSpec(FleetFile.toJson(fast), "h", "me", 1), 0);
  }

  @AfterEach
  void end() {
    redis.close();
    snapshots.close();
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(20));
  }

  private Election contender(SnapshotStore snapshot) {
    var loop = VertxLoop.current(redis.vertx);
    var archive = new Archive(loop, snapshot);
    var election =
        new Election(
            loop,
            store,
            archive,
            new Origin(Optional.empty()),
            () -> UUID.randomUUID().toString(),
            new NoMeters(),
            (lead, clean, fenced) ->
                new Reign(
                    loop,
                    lead,
                    clean,
                    store,
                    reader,
                    archive,
                    new BusSignals(redis.vertx, new TopicOrders(redis.link, keys)),
                    new Passes(),
                    fenced));
    redis.vertx.runOnContext(go -> election.start());
    return election;
  }

  /** Counts the passes of all that lead. */
  private final class Passes implements MasterMeters {
    @Override
    public void passed(long tookNanos) {
      passes.incrementAndGet();
    }

    @Override
    public void leads(boolean leads, long epoch) {}

    @Override
    public void fenced() {}
  }

  private <T> T on(Supplier<Future<T>> work) {
    var done = Promise.<T>promise();
    redis.vertx.runOnContext(go -> work.get().onComplete(done));
    return get(done.future());
  }

  /** The epoch that it leads; 0 when it does not. */
  private static long epoch(Election election) {
    return election.reign().map(reign -> reign.leadership().epoch()).orElse(0L);
  }

  private String metaEpoch() {
    return get(reader.meta()).getOrDefault("epoch", "0");
  }

  @Test
  void whoever_finds_the_leadership_taken_is_a_standby_until_it_leads_or_is_heard_no_more() {
    var lease = Duration.ofSeconds(10);
    get(store.acquire("m-1/a", lease));
    assertThat(get(reader.standbys())).isEmpty();
    get(store.acquire("m-3/c", lease));
    get(store.acquire("m-2/b", lease));
    get(redis.link.send(Command.HSET, keys.standbys(), "m-0", "1000"));
    assertThat(get(reader.standbys())).containsExactly("m-2", "m-3");
    assertThat(get(redis.link.send(Command.HLEN, keys.standbys())).toInteger()).isEqualTo(3);
    get(store.acquire("m-3/c", lease));
    assertThat(get(redis.link.send(Command.HLEN, keys.standbys())).toInteger())
        .as("one that ended long ago is forgotten")
        .isEqualTo(2);
    get(store.resign("m-1/a"));
    get(store.acquire("m-2/d", lease));
    assertThat(get(reader.standbys())).containsExactly("m-3");
  }

  @Test
  void a_state_that_the_snapshot_lost_is_taken_back_from_redis(@TempDir Path restored) {
    var one = contender(snapshots);
    soon().until(() -> get(reader.desired()).getOrDefault("hash", "").equals("h"));
    on(one::stop);
    try (var older = FileSnapshotStore.open(restored)) {
      older.load();
      older.commit(Snapshot.empty().withEpoch(1), 0);
      var two = contender(older);
      soon().until(() -> older.load().revision() == 1);
      assertThat(older.load().hash()).isEqualTo("h");
      soon().until(() -> epoch(two) == 2);
      assertThat(get(reader.desired())).containsEntry("hash", "h").containsEntry("revision", "1");
      assertThat(
              on(() -> Future.succeededFuture(two.reign().orElseThrow().desired().fleet().name())))
          .isEqualTo("test");
      on(two::stop);
    }
  }

  @Test
  void the_first_epoch_is_durable_and_begun() {
    var one = contender(snapshots);
    soon().until(() -> epoch(one) == 1);
    assertThat(snapshots.load().epoch()).isEqualTo(1);
    assertThat(metaEpoch()).isEqualTo("1");
    soon().until(() -> get(reader.desired()).getOrDefault("hash", "").equals("h"));
  }

  @Test
  void an_epoch_is_above_whatever_snapshot_redis_or_a_worker_has_seen() {
    redis.ask(Command.HSET, keys.beats(), "w1", "7 1 1 41");
    var one = contender(snapshots);
    soon().until(() -> epoch(one) == 42);
  }

  @Test
  void after_flushall_it_steps_down_and_leads_again_in_a_higher_epoch() {
    var one = contender(snapshots);
    soon().until(() -> epoch(one) == 1);
    redis.ask(Command.FLUSHALL);
    soon().until(() -> epoch(one) >= 2);
    assertThat(snapshots.load().epoch()).isEqualTo(epoch(one));
    soon().until(() -> get(reader.desired()).getOrDefault("hash", "").equals("h"));
    assertThat(snapshots.load().hash()).isEqualTo("h");
  }

  @Test
  void a_second_one_does_not_lead_while_the_first_does_and_takes_over_after_it() {
    var one = contender(snapshots);
    soon().until(() -> epoch(one) == 1);
    var two = contender(snapshots);
    // Longer than a lease: the first must have renewed it.
    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(10))
        .until(() -> epoch(one) == 1 && epoch(two) == 0);
    on(one::stop);
    soon().until(() -> epoch(two) == 2);
    assertThat(epoch(one)).isZero();
    assertThat(metaEpoch()).isEqualTo("2");
  }

  @Test
  void nobody_counts_as_leading_once_the_lease_may_be_over() {
    var one = contender(snapshots);
    soon().until(() -> epoch(one) == 1);
    redis.server().freeze();
    try {
      // The first lease is of the default profile, since the fleet's own is not known before it.
      await().atMost(Duration.ofSeconds(7)).until(() -> epoch(one) == 0);
    } finally {
      redis.server().thaw();
    }
    // Never in the same epoch again: what was in doubt once stays given up.
    soon().until(() -> epoch(one) >= 2);
    assertThat(metaEpoch()).isEqualTo("" + epoch(one));
  }

  /** Refuses to be written in one way or another. */
  private class Broken implements SnapshotStore {
    private final AtomicInteger tries = new AtomicInteger();
    private final Supplier<Boolean> how;

    Broken(Supplier<Boolean> how) {
      this.how = how;
    }

    @Override
    public Snapshot load() {
      return snapshots.load();
    }

    @Override
    public boolean commit(Snapshot next, long expectedEpoch) {
      tries.incrementAndGet();
      return how.get();
    }

    @Override
    public void close() {}
  }

  private void neverLeads(Broken snapshot) {
    var one = contender(snapshot);
    soon().until(() -> snapshot.tries.get() >= 3);
    assertThat(epoch(one)).isZero();
    assertThat(get(reader.meta())).isEmpty();
    on(one::stop);
    soon().until(() -> get(reader.leader()).isEmpty());
  }

  @Test
  void when_the_disk_is_full_the_present_epoch_goes_on_and_no_new_one_begins() {
    var full = new AtomicBoolean();
    SnapshotStore disk =
        new Broken(() -> false) {
          @Override
          public boolean commit(Snapshot next, long expectedEpoch) {
            if (full.get()) {
              throw new UncheckedIOException(new IOException("No space left on device"));
            }
            return snapshots.commit(next, expectedEpoch);
          }
        };
    var one = contender(disk);
    soon().until(() -> epoch(one) == 1);
    full.set(true);
    // A worker that is new cannot be remembered, which must not end the leader's passes.
    redis.ask(Command.HSET, keys.beats(), "w1", "7 1 1 1");
    var before = passes.get();
    // Sooner than T_dead, after which nobody would have to be remembered.
    await().atMost(Duration.ofSeconds(4)).until(() -> passes.get() >= before + 3);
    assertThatThrownBy(() -> on(() -> one.reign().orElseThrow().apply("{}", "h2", "me")))
        .hasMessageContaining("No space left");
    await()
        .during(Duration.ofSeconds(4))
        .atMost(Duration.ofSeconds(10))
        .until(() -> epoch(one) == 1);
    assertThat(get(reader.desired())).containsEntry("hash", "h");
    on(one::stop);
    var two = contender(disk);
    soon().until(() -> two.complaint().orElse("").contains("No space left"));
    assertThat(epoch(two)).isZero();
    full.set(false);
    soon().until(() -> epoch(two) == 2);
    assertThat(two.complaint()).isEmpty();
  }

  @Test
  void an_empty_snapshot_beside_a_fleet_that_has_had_epochs_never_leads(@TempDir Path other) {
    var one = contender(snapshots);
    soon().until(() -> epoch(one) == 1);
    on(one::stop);
    var empty = FileSnapshotStore.open(other);
    var two = contender(empty);
    soon().until(() -> two.complaint().orElse("").contains("in epoch 1 already"));
    assertThat(epoch(two)).isZero();
    assertThat(empty.load()).isEqualTo(Snapshot.empty());
    on(two::stop);
    assertThat(metaEpoch()).isEqualTo("1");
  }

  @Test
  void without_a_durable_epoch_it_never_leads() {
    neverLeads(
        new Broken(
            () -> {
              throw new UncheckedIOException(new IOException("No space left on device"));
            }));
  }

  @Test
  void when_the_snapshot_has_another_epoch_it_never_leads() {
    neverLeads(new Broken(() -> false));
  }

  @Test
  void with_a_lost_snapshot_it_never_leads() {
    var loads = new AtomicInteger();
    var one =
        contender(
            new SnapshotStore() {
              @Override
              public Snapshot load() {
                loads.incrementAndGet();
                throw new SnapshotLost("gone");
              }

              @Override
              public boolean commit(Snapshot next, long expectedEpoch) {
                return true;
              }

              @Override
              public void close() {}
            });
    soon().until(() -> loads.get() >= 3);
    assertThat(epoch(one)).isZero();
    assertThat(get(reader.meta())).isEmpty();
  }
}
