package io.fleet.master;

import io.fleet.redis.RedisSettings;
import io.fleet.snapshot.SnapshotPlace;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.UUID;

/**
 * How a master is set up; the keys are those of {@code conf/master.json}.
 *
 * @param redis where the state is
 * @param fleet the fleet's id
 * @param state its own folder
 * @param snapshot where the snapshot of all masters is; in the state folder unless it is said
 * @param name how people call this master
 * @param rebuild whether a lost snapshot may be made anew from Redis
 */
record MasterSettings(
    RedisSettings redis,
    String fleet,
    Path state,
    SnapshotPlace snapshot,
    String name,
    boolean rebuild) {
  static MasterSettings of(JsonObject config) {
    var state = config.getString("state", ".fleet/master");
    var snapshot = config.getString("snapshot", "");
    return new MasterSettings(
        RedisSettings.of(config.getString("redis", "redis://127.0.0.1:6379")),
        config.getString("fleet", "default"),
        Path.of(state),
        new SnapshotPlace(snapshot.isEmpty() ? state : snapshot),
        config.getString("name", "master"),
        config.getBoolean("rebuildSnapshot", false));
  }

  /** A token that names this master, and that nobody had before. */
  String token() {
    return name + "/" + UUID.randomUUID();
  }
}
