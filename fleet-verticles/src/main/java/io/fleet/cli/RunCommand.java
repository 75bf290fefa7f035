package io.fleet.cli;

import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.launcher.application.VertxApplication;
import io.vertx.launcher.application.VertxApplicationHooks;
import java.util.Arrays;

/**
 * {@code fleet run VERTICLE …}: Vert.x's own launcher with its flags, on our cluster. Not parsed by
 * picocli; the launcher has its own help and exit codes.
 */
final class RunCommand extends VertxApplication {
  private RunCommand(String[] arguments, Hooks hooks) {
    super(arguments, hooks, true, false);
  }

  /** Takes the words behind {@code fleet run}; the exit code of a failed start, or 0. */
  static int launch(String[] words) {
    var clustered =
        Arrays.stream(words).anyMatch(w -> w.equals("-cluster") || w.equals("--cluster"));
    return new RunCommand(words, new Hooks(clustered)).launch();
  }

  /** Puts our cluster manager and bus options in. */
  private static final class Hooks implements VertxApplicationHooks {
    private final boolean clustered;
    private JsonObject config = new JsonObject();

    Hooks(boolean clustered) {
      this.clustered = clustered;
    }

    @Override
    public JsonObject afterConfigParsed(JsonObject parsed) {
      config = parsed;
      return parsed;
    }

    @Override
    public VertxBuilder createVertxBuilder(VertxOptions options) {
      if (!clustered) {
        return VertxApplicationHooks.super.createVertxBuilder(options);
      }
      try {
        var settings = settings(options);
        return Cluster.builder(settings, options, settings.ownMember());
      } catch (RuntimeException e) {
        // The launcher ends with 1 and says nothing of what a hook throws.
        Output.system().hint("Cannot set up the cluster: " + e.getMessage());
        throw e;
      }
    }

    /** The launcher has put its cluster flags into the bus options by now. */
    private ClusterSettings settings(VertxOptions options) {
      var bus = options.getEventBusOptions();
      var cluster = config.getJsonObject("cluster", new JsonObject());
      var members = cluster.getValue("members", "127.0.0.1:5701");
      return new ClusterSettings(
          config.getString("fleet", "default"),
          // Vert.x means "any address" by a missing host and by localhost; we never listen beyond
          // loopback unasked.
          bus.getHost() == null || bus.getHost().equals("localhost") ? "127.0.0.1" : bus.getHost(),
          Math.max(0, bus.getPort()),
          java.util.Optional.ofNullable(bus.getClusterPublicHost()),
          bus.getClusterPublicPort() > 0
              ? java.util.Optional.of(bus.getClusterPublicPort())
              : java.util.Optional.empty(),
          members instanceof io.vertx.core.json.JsonArray array
              ? array.stream().map(String::valueOf).toList()
              : java.util.List.of(String.valueOf(members).split("\\s*,\\s*")));
    }
  }
}
