package io.fleet.bench;

import com.hazelcast.config.Config;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The peer: Vert.x' own high availability, as small as it goes; nothing in it is fenced. */
final class HighAvailabilityPeer {
  /**
   * A unit of work: it writes down that it began.
   *
   * @since 0.1
   */
  public static final class Unit extends VerticleBase {
    /** Made by Vert.x. */
    public Unit() {}

    @Override
    public Future<?> start() throws IOException {
      Files.writeString(
          Path.of(config().getString("log")),
          "begin\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      return Future.succeededFuture();
    }
  }

  private HighAvailabilityPeer() {}

  /** Joins on the first of these arguments, a port, whoever is on the ports of the second. */
  static Vertx join(VertxOptions options, String[] args) {
    options.getEventBusOptions().setHost("127.0.0.1");
    return Wait.on(
        Vertx.builder()
            .with(options)
            .withClusterManager(
                new HazelcastClusterManager(member(args[0], List.of(args[1].split(",")))))
            .buildClustered());
  }

  private static Config member(String own, List<String> all) {
    var config = new Config().setClusterName("fleet-bench-peer");
    // Nobody reads what it says: a pipe that fills up would stop it.
    config.setProperty("hazelcast.logging.type", "none");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    var network = config.getNetworkConfig().setPort(Integer.parseInt(own));
    network.setPortAutoIncrement(false);
    network.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    network.getJoin().getMulticastConfig().setEnabled(false);
    network.getJoin().getAutoDetectionConfig().setEnabled(false);
    var dial = network.getJoin().getTcpIpConfig().setEnabled(true);
    all.forEach(port -> dial.addMember("127.0.0.1:" + port));
    return config;
  }

  /** Arguments: own port, all ports with commas, the log. Asked {@code deploy N}, it does. */
  static void main(String[] args) throws IOException {
    var vertx = join(new VertxOptions().setHAEnabled(true).setHAGroup("bench"), args);
    Child.serve(
        line -> {
          var each = new DeploymentOptions().setHa(true);
          each.setConfig(new io.vertx.core.json.JsonObject().put("log", args[2]));
          var all = new ArrayList<Future<String>>();
          for (var i = 0; i < Integer.parseInt(line.split(" ")[1]); i++) {
            all.add(vertx.deployVerticle(Unit.class.getName(), each));
          }
          Wait.on(Future.all(all));
          return "ok";
        });
    System.exit(0);
  }
}
