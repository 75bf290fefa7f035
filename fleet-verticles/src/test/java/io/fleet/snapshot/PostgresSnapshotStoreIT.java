package io.fleet.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleet.testkit.Postgres;
import io.fleet.testkit.Redises;
import io.vertx.core.Vertx;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class PostgresSnapshotStoreIT extends SnapshotStoreContract {
  private static final Vertx VERTX = Vertx.vertx();
  private static Postgres postgres;

  @BeforeAll
  static void startPostgres() {
    postgres = Postgres.start();
  }

  @AfterAll
  static void stopPostgres() {
    Redises.get(VERTX.close());
    if (postgres != null) {
      postgres.close();
    }
  }

  @AfterEach
  void empty() {
    postgres.sql("DROP TABLE IF EXISTS fleet_snapshot, fleet_snapshot_history");
  }

  @Override
  SnapshotStore another() {
    return another("shop");
  }

  private static SnapshotStore another(String fleet) {
    return new SnapshotPlace(postgres.url()).open(VERTX, fleet);
  }

  private static SnapshotStore impatient() {
    return PostgresSnapshotStore.open(
        VERTX, new SnapshotPlace(postgres.url()), "shop", Duration.ofSeconds(1));
  }

  @Test
  void fleets_share_a_database_and_not_a_snapshot() {
    another("a").commit(first(), 0);
    another("b").commit(second(), 0);
    assertThat(another("a").load()).isEqualTo(first());
    assertThat(another("b").load()).isEqualTo(second());
  }

  @Test
  void the_last_twenty_revisions_are_kept_beside_it() {
    var store = another();
    for (var epoch = 1; epoch <= 25; epoch++) {
      assertThat(store.commit(snapshot(epoch, ""), epoch - 1)).isTrue();
    }
    assertThat(postgres.sql("SELECT min(epoch), max(epoch), count(*) FROM fleet_snapshot_history"))
        .isEqualTo("6|25|20");
  }

  @Test
  void a_lost_database_is_a_clear_error_and_it_is_found_again_at_the_next_call() {
    var store = another();
    store.commit(first(), 0);
    postgres.stop();
    try {
      assertThatThrownBy(store::load)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContainingAll(
              "cannot read the snapshot in postgresql://***@127.0.0.1", "refused");
      assertThatThrownBy(() -> store.commit(second(), 1))
          .isInstanceOf(UncheckedIOException.class)
          .message()
          .doesNotContain("cret");
    } finally {
      postgres.again();
    }
    assertThat(store.load()).isEqualTo(first());
    assertThat(store.commit(second(), 1)).isTrue();
  }

  @Test
  void a_database_that_hangs_is_not_waited_for() {
    var store = impatient();
    store.commit(first(), 0);
    postgres.freeze();
    try {
      assertThatThrownBy(store::load).hasMessageContaining("no answer within 1 s");
      assertThatThrownBy(() -> store.commit(second(), 1)).hasMessageContaining("no answer");
    } finally {
      postgres.thaw();
    }
    assertThat(store.commit(second(), 1)).isTrue();
    assertThat(another().load()).isEqualTo(second());
  }

  @Test
  void a_row_that_somebody_locks_is_not_waited_for_and_no_late_write_undoes_another() {
    var store = impatient();
    store.commit(first(), 0);
    var holder =
        VERTX.executeBlocking(
            () ->
                postgres.sql(
                    "BEGIN; SELECT 1 FROM fleet_snapshot FOR UPDATE; SELECT pg_sleep(3); COMMIT"));
    org.awaitility.Awaitility.await()
        .until(
            () ->
                postgres
                    .sql(
                        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(3)%' AND wait_event = 'PgSleep'")
                    .equals("1"));
    assertThatThrownBy(() -> store.commit(second(), 1)).isInstanceOf(UncheckedIOException.class);
    Redises.get(holder);
    assertThat(another().load()).isEqualTo(first());
    assertThat(store.commit(snapshot(2, "later"), 1)).isTrue();
    assertThat(another().load()).isEqualTo(snapshot(2, "later"));
  }

  @Test
  void a_read_only_database_refuses_commits_and_says_so() {
    var store = another();
    store.commit(first(), 0);
    postgres.sql("ALTER DATABASE fleet SET default_transaction_read_only = on");
    try {
      assertThatThrownBy(() -> store.commit(second(), 1)).hasMessageContaining("read-only");
      assertThat(store.load()).isEqualTo(first());
    } finally {
      postgres.sql(
          "BEGIN READ WRITE; ALTER DATABASE fleet RESET default_transaction_read_only; COMMIT");
    }
    assertThat(store.commit(second(), 1)).isTrue();
  }

  @Test
  void a_database_that_acknowledges_early_is_made_to_wait_for_its_disk() {
    postgres.sql("ALTER DATABASE fleet SET synchronous_commit = off");
    try {
      another().commit(first(), 0);
      postgres.stop();
      postgres.again();
      assertThat(another().load()).isEqualTo(first());
    } finally {
      postgres.sql("ALTER DATABASE fleet RESET synchronous_commit");
    }
  }

  @Test
  void a_damaged_row_is_never_taken_for_an_empty_one() {
    another().commit(first(), 0);
    postgres.sql("UPDATE fleet_snapshot SET body = '{'");
    assertThatThrownBy(() -> another().load())
        .isInstanceOf(SnapshotLost.class)
        .hasMessageContainingAll("shop", "fleet_snapshot_history");
    assertThatThrownBy(() -> another().commit(first(), 0)).isInstanceOf(SnapshotLost.class);
    postgres.sql("UPDATE fleet_snapshot SET body = '{\"epoch\":9,\"workers\":[]}'");
    assertThatThrownBy(() -> another().load()).isInstanceOf(SnapshotLost.class);
  }

  @Test
  void a_wrong_password_is_said_and_not_shown() {
    var wrong = new SnapshotPlace(postgres.url().replace("s3%3A", "other"));
    assertThatThrownBy(() -> wrong.open(VERTX, "shop"))
        .hasMessageContainingAll("cannot use the snapshot in postgresql://***@", "password")
        .message()
        .doesNotContain("cret");
  }
}
