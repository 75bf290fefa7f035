package io.fleet.cli;

import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.net.BindException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clustered Vert.x of a fleet: Hazelcast on named members alone, several members on one host.
 * Membership is a convenience of the event bus and never says who is alive. Thread-safe.
 *
 * @since 0.1
 */
public final class Cluster {
  private static final Logger log = LoggerFactory.getLogger(Cluster.class);
  private static final int PORT_TRIES = 5;
  private static final int CONNECT_TIMEOUT_MILLIS = 2_000;

  private Cluster() {}

  /** Joins, or forms the cluster when no member answers; takes about a second. */
  public static Future<Vertx> start(ClusterSettings settings) {
    return start(settings, settings.ownMember(), PORT_TRIES);
  }

  private static Future<Vertx> start(ClusterSettings settings, HostPort own, int tries) {
    log.debug("cluster joins fleet={} member={}", settings.fleet(), own);
    return builder(settings, new VertxOptions(), own)
        .buildClustered()
        .recover(
            e -> {
              // Another member of this host may have taken the port between our look and the bind.
              if (tries > 1 && isTaken(e)) {
                return start(settings, new HostPort(own.host(), 0).settled(), tries - 1);
              }
              return Future.failedFuture(e);
            });
  }

  /** For whoever builds Vert.x by himself: options and cluster manager are set. */
  static VertxBuilder builder(ClusterSettings settings, VertxOptions options, HostPort own) {
    // Fields, not EventBusOptions(json): that one leaves zeroes where it should have defaults.
    var bus = options.getEventBusOptions();
    bus.setHost(settings.host())
        .setPort(settings.port())
        .setReconnectAttempts(3)
        .setReconnectInterval(200)
        .setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
    settings.publicHost().ifPresent(bus::setClusterPublicHost);
    settings.publicPort().ifPresent(bus::setClusterPublicPort);
    return Vertx.builder()
        .with(options)
        .withClusterManager(new HazelcastClusterManager(hazelcast(settings, own)));
  }

  static Config hazelcast(ClusterSettings settings, HostPort own) {
    var config = new Config().setClusterName("fleet-" + settings.fleet()).setLiteMember(false);
    config
        .setProperty("hazelcast.logging.type", "slf4j")
        .setProperty("hazelcast.phone.home.enabled", "false")
        .setProperty("hazelcast.socket.bind.any", "false")
        .setProperty(
            "hazelcast.shutdownhook.enabled", "false") // its hook would end it in our drain
        // Several members that leave at once wait for each other's partitions; nothing of ours is
        // in them.
        .setProperty("hazelcast.graceful.shutdown.max.wait", seconds(Duration.ofSeconds(2)))
        // Each is moved by messages of its own whenever a member comes or goes, and ours hold a few
        // subscriptions: with the usual 271 a worker that comes back spends longer on these moves
        // than on its slots.
        .setProperty("hazelcast.partition.count", "31")
        // A worker that starts again must not wait for others that might want to join with it.
        .setProperty("hazelcast.wait.seconds.before.join", "0")
        .setProperty("hazelcast.health.monitoring.level", "OFF")
        .setProperty("hazelcast.heartbeat.interval.seconds", seconds(Duration.ofSeconds(1)))
        .setProperty("hazelcast.max.no.heartbeat.seconds", seconds(Duration.ofSeconds(5)))
        .setProperty("hazelcast.merge.first.run.delay.seconds", seconds(Duration.ofSeconds(5)))
        .setProperty("hazelcast.merge.next.run.delay.seconds", seconds(Duration.ofSeconds(5)));
    // For Hazelcast's own console; ours are in io.fleet.metrics, and these cost at each start.
    config.getMetricsConfig().setEnabled(false);
    var network = config.getNetworkConfig();
    network.setPort(own.port()).setPortAutoIncrement(false);
    network.getInterfaces().setEnabled(true).addInterface(own.host());
    network.getJoin().getMulticastConfig().setEnabled(false);
    network.getJoin().getAutoDetectionConfig().setEnabled(false);
    var dial = network.getJoin().getTcpIpConfig().setEnabled(true);
    settings.members().forEach(dial::addMember);
    if (settings.members().isEmpty()) {
      dial.addMember(own.toString());
    }
    config.addMultiMapConfig(
        new MultiMapConfig("__vertx.subs")
            .setBackupCount(2)
            .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
    config.addMapConfig(new MapConfig("__vertx.haInfo").setBackupCount(1));
    config.addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(2));
    config
        .getSerializationConfig()
        .setJavaSerializationFilterConfig(
            new JavaSerializationFilterConfig()
                .setDefaultsDisabled(true)
                // Hazelcast sends its own exceptions as Java objects, with the arrays in them:
                // refused, an operation that only had to be tried again (a member was just
                // killed) would hang, and a worker that starts again could not join for a minute.
                .setWhitelist(
                    new ClassFilter()
                        .addPrefixes(
                            "io.vertx.",
                            "java.",
                            "com.hazelcast.",
                            "[Ljava.",
                            "[Lcom.hazelcast.")));
    return config;
  }

  private static String seconds(Duration duration) {
    return "" + duration.toSeconds();
  }

  private static boolean isTaken(Throwable e) {
    for (var cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException
          || String.valueOf(cause.getMessage()).contains("Address already in use")
          || String.valueOf(cause.getMessage()).contains("has already bound")) {
        return true;
      }
    }
    return false;
  }
}
