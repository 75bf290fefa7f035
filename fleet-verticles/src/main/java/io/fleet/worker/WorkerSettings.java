package io.fleet.worker;

import io.fleet.redis.RedisSettings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a worker is set up; the keys are those of {@code conf/worker.json}.
 *
 * @param redis where the state is
 * @param fleet the fleet's id
 * @param state its own folder, for the boot number
 * @param name unique in the fleet; stays over restarts
 * @param capacity slots it takes
 * @param labels for placement
 * @param automations a folder with jars of automations; may be missing
 * @param classes more jars and class folders of automations; a jar that registers some is a package
 * @param bootFloor the highest boot that its shell knows of
 * @param halt whether to halt the JVM when code outlives the fence; only for a JVM that is nothing
 *     but a worker
 * @param subreaper whether this JVM takes in the orphans below it; only for a JVM that starts no
 *     other processes
 * @param admission when it takes new slots, and how fast they begin
 * @param pinnedLoaders how many class loaders may be pinned before the worker ends itself
 * @param packages masters that are asked for packages, besides those that are on the bus
 * @param token for these masters
 * @param watch how often code is looked at
 */
record WorkerSettings(
    RedisSettings redis,
    String fleet,
    Path state,
    String name,
    int capacity,
    Map<String, String> labels,
    Path automations,
    List<Path> classes,
    long bootFloor,
    boolean halt,
    boolean subreaper,
    AdmissionSettings admission,
    int pinnedLoaders,
    List<String> packages,
    Optional<String> token,
    Duration watch) {
  static WorkerSettings of(JsonObject config, String hostName) {
    var name = config.getString("name", hostName);
    if (!name.matches("[a-z0-9-]{1,40}")) {
      throw new IllegalArgumentException(
          "A worker is called [a-z0-9-]{1,40}, not \"" + name + "\". Give it a name: --name NAME");
    }
    var labels = new HashMap<String, String>();
    config
        .getJsonObject("labels", new JsonObject())
        .forEach(label -> labels.put(label.getKey(), String.valueOf(label.getValue())));
    return new WorkerSettings(
        RedisSettings.of(config.getString("redis", "redis://127.0.0.1:6379")),
        config.getString("fleet", "default"),
        Path.of(config.getString("state", ".fleet/worker")),
        name,
        config.getInteger("capacity", 50),
        Map.copyOf(labels),
        Path.of(config.getString("automations", "automations")),
        config.getJsonArray("classes", new JsonArray()).stream().map(p -> Path.of("" + p)).toList(),
        config.getLong("bootFloor", 0L),
        config.getBoolean("halt", false),
        config.getBoolean("subreaper", config.getBoolean("halt", false)),
        AdmissionSettings.of(config.getJsonObject("admission", new JsonObject())),
        config.getInteger("pinnedLoaders", 10),
        config.getJsonArray("packages", new JsonArray()).stream().map(String::valueOf).toList(),
        Optional.ofNullable(config.getString("token")).filter(token -> !token.isBlank()),
        Duration.ofMillis(config.getLong("watchMillis", 2_000L)));
  }
}
