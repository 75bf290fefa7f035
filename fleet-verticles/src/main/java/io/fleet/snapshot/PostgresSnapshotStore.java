package io.fleet.snapshot;

import io.fleet.protocol.Wire;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A snapshot in PostgreSQL, for masters on several hosts: one row a fleet in {@code
 * fleet_snapshot}, and its last revisions in {@code fleet_snapshot_history}; both tables are made
 * when they are missing. Each call opens a connection of its own, since calls are rare and a lost
 * connection is then nobody's trouble; no call takes longer than its time-out.
 *
 * @since 0.1
 */
public final class PostgresSnapshotStore implements SnapshotStore {
  private static final Logger log = LoggerFactory.getLogger(PostgresSnapshotStore.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int KEPT = 20;

  /** A database that acknowledges before it is durable must not do so here. */
  private static final String DURABLE =
      "SELECT set_config('synchronous_commit', 'on', false)"
          + " WHERE current_setting('synchronous_commit') = 'off'";

  /** Guarded by a lock: two masters that start at once may both find them missing. */
  private static final String TABLES =
      """
      SELECT pg_advisory_xact_lock(7019874631);
      CREATE TABLE IF NOT EXISTS fleet_snapshot (
        fleet text PRIMARY KEY, seq bigint NOT NULL, epoch bigint NOT NULL, body text NOT NULL,
        at timestamptz NOT NULL DEFAULT now());
      CREATE TABLE IF NOT EXISTS fleet_snapshot_history (
        fleet text, seq bigint, epoch bigint NOT NULL, body text NOT NULL,
        at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (fleet, seq))
      """;

  private static final String EXISTS =
      "SELECT to_regclass('fleet_snapshot') IS NOT NULL"
          + " AND to_regclass('fleet_snapshot_history') IS NOT NULL";

  private static final String READ = "SELECT seq, epoch, body FROM fleet_snapshot WHERE fleet = $1";

  /**
   * One statement, thus all or nothing. The number of the row is compared besides the epoch: a late
   * write of a connection that was given up then finds another number.
   */
  private static final String WRITE =
      """
      WITH written AS (
        UPDATE fleet_snapshot SET seq = seq + 1, epoch = $2, body = $3, at = now()
        WHERE fleet = $1 AND seq = $4 AND epoch = $5 RETURNING fleet, seq, epoch, body),
      kept AS (
        INSERT INTO fleet_snapshot_history (fleet, seq, epoch, body)
        SELECT fleet, seq, epoch, body FROM written),
      dropped AS (
        DELETE FROM fleet_snapshot_history h USING written w
        WHERE h.fleet = w.fleet AND h.seq <= w.seq - $6)
      SELECT seq FROM written
      """;

  private static final String FIRST =
      """
      WITH written AS (
        INSERT INTO fleet_snapshot (fleet, seq, epoch, body) VALUES ($1, 1, $2, $3)
        ON CONFLICT DO NOTHING RETURNING fleet, seq, epoch, body),
      kept AS (
        INSERT INTO fleet_snapshot_history (fleet, seq, epoch, body)
        SELECT fleet, seq, epoch, body FROM written)
      SELECT seq FROM written
      """;

  private final Vertx vertx;
  private final SnapshotPlace place;
  private final PgConnectOptions options;
  private final String fleet;
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private final Basis basis = new Basis();

  /** What is stored; number 0 when nothing is. */
  private record Stored(long seq, Snapshot snapshot) {}

  private PostgresSnapshotStore(
      Vertx vertx, SnapshotPlace place, PgConnectOptions options, String fleet, Duration patience) {
    this.vertx = vertx;
    this.place = place;
    this.options = options;
    this.fleet = fleet;
    this.patience = patience;
  }

  static PostgresSnapshotStore open(Vertx vertx, SnapshotPlace place, String fleet) {
    return open(vertx, place, fleet, PATIENCE);
  }

  static PostgresSnapshotStore open(
      Vertx vertx, SnapshotPlace place, String fleet, Duration patience) {
    var store = new PostgresSnapshotStore(vertx, place, options(place), fleet, patience);
    store.ask(
        "use",
        connection ->
            connection
                .query(EXISTS)
                .execute()
                .compose(
                    found ->
                        found.iterator().next().getBoolean(0)
                            ? Future.succeededFuture(true)
                            : connection.query(TABLES).execute().map(true)));
    return store;
  }

  private static PgConnectOptions options(SnapshotPlace place) {
    try {
      var options = PgConnectOptions.fromUri(place.text());
      options.addProperty("application_name", "fleet");
      return options;
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "\""
              + place.shown()
              + "\" is no URL of a PostgreSQL. Write it as in postgresql://USER:PASSWORD@HOST:5432/DB.");
    }
  }

  @Override
  public Snapshot load() {
    lock.lock();
    try {
      var stored = ask("read", this::read);
      basis.is(stored.snapshot());
      return stored.snapshot();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean commit(Snapshot next, long expectedEpoch) {
    lock.lock();
    try {
      var stored = ask("read", this::read);
      if (!basis.holds(stored.snapshot(), expectedEpoch)) {
        return false;
      }
      basis.trying(stored.snapshot(), next);
      var written =
          ask(
              "write",
              connection ->
                  connection
                      .query(DURABLE)
                      .execute()
                      .compose(durable -> write(connection, stored, next)));
      if (written) {
        basis.is(next);
      }
      return written;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {}

  private Future<Stored> read(SqlConnection connection) {
    return connection
        .preparedQuery(READ)
        .execute(Tuple.of(fleet))
        .map(
            rows ->
                rows.size() == 0
                    ? new Stored(0, Snapshot.empty())
                    : stored(rows.iterator().next()));
  }

  private Stored stored(Row row) {
    try {
      var snapshot = Wire.read(row.getString("body"), Snapshot.class);
      if (snapshot.epoch() == row.getLong("epoch")) {
        return new Stored(row.getLong("seq"), snapshot);
      }
    } catch (IllegalArgumentException e) {
      log.debug("snapshot cannot be read fleet={}", fleet, e);
    }
    throw new SnapshotLost(
        "No valid snapshot of fleet "
            + fleet
            + " in "
            + place.shown()
            + ". Restore its row in fleet_snapshot from fleet_snapshot_history or a backup.");
  }

  private Future<Boolean> write(SqlConnection connection, Stored stored, Snapshot next) {
    var body = Wire.write(next);
    var written =
        stored.seq() == 0
            ? connection.preparedQuery(FIRST).execute(Tuple.of(fleet, next.epoch(), body))
            : connection
                .preparedQuery(WRITE)
                .execute(
                    Tuple.of(
                        fleet,
                        next.epoch(),
                        body,
                        stored.seq(),
                        stored.snapshot().epoch(),
                        (long) KEPT));
    return written.map(rows -> rows.size() == 1);
  }

  /** Runs it on a connection of its own. The interface blocks by contract: this waits. */
  private <T> T ask(String doing, Function<SqlConnection, Future<T>> work) {
    // The server gives up by itself, too: nothing of a call is left there.
    var limited = "SET statement_timeout = " + patience.toMillis();
    var opening = PgConnection.connect(vertx, options);
    var asking =
        opening.compose(
            connection ->
                connection
                    .query(limited)
                    .execute()
                    .compose(set -> work.apply(connection))
                    .eventually(connection::close));
    try {
      return asking
          .toCompletionStage()
          .toCompletableFuture()
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // Whatever comes of it later is not waited for, and its connection not kept.
      opening.onSuccess(SqlConnection::close);
      throw failed(doing, "no answer within " + patience.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(doing, "interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SnapshotLost lost) {
        throw lost;
      }
      throw failed(
          doing, Optional.ofNullable(e.getCause()).map(Throwable::getMessage).orElse(""), e);
    }
  }

  private UncheckedIOException failed(String doing, String why, Exception e) {
    var sentence = "cannot " + doing + " the snapshot in " + place.shown() + ": " + why;
    return new UncheckedIOException(sentence, new IOException(why, e));
  }
}
