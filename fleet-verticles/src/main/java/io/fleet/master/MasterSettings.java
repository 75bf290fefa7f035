package io.fleet.master;

import io.fleet.redis.RedisSettings;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;

/**
 * How a master is set up; the keys are those of {@code conf/master.json}.
 *
 * @param redis where the state is
 * @param fleet the fleet's id
 * @param state its own folder, for the snapshot
 */
record MasterSettings(RedisSettings redis, String fleet, Path state) {
  static MasterSettings of(JsonObject config) {
    return new MasterSettings(
        RedisSettings.of(config.getString("redis", "redis://127.0.0.1:6379")),
        config.getString("fleet", "default"),
        Path.of(config.getString("state", ".fleet/master")));
  }
}
