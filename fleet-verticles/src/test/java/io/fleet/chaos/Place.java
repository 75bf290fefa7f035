package io.fleet.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What all daemons of one fleet under test share.
 *
 * @param folder of states and logs
 * @param fleet id of the fleet
 * @param run tells this run's processes from those of others
 * @param redisPort of the Redis itself
 * @param members of the cluster
 */
record Place(Path folder, String fleet, String run, int redisPort, List<String> members) {
  /** The flags that master and worker share. */
  List<String> common(int redis, int bus, int publicBus) {
    return List.of(
        "--redis",
        "redis://127.0.0.1:" + redis,
        "--fleet",
        fleet,
        "--cluster-members",
        String.join(",", members),
        "--cluster-port",
        "" + bus,
        "--cluster-public-host",
        "127.0.0.1",
        "--cluster-public-port",
        "" + publicBus);
  }

  /** Below those that the system gives to outgoing connections, which would take it meanwhile. */
  static int freePort() {
    while (true) {
      var port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // Taken: the next one.
      }
    }
  }
}
