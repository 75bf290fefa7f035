package io.fleet.chaos;

import io.fleet.process.Native;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One more worker, in a network namespace of its own: its only way out is one virtual cable, which
 * can be pulled as a real one is, without a word to either side. For one thread.
 */
final class Island implements AutoCloseable {
  static final String NAME = "w4";

  private final String space;
  private final String cable;
  private final String net;
  private final TcpProxy redis;
  private final Daemon shell;
  private final Path state;
  private final Thread cleaner = new Thread(this::remove);

  /** Makes the namespace. */
  Island(Place place, Path automations) {
    space = "fleet-" + place.run();
    cable = "fc" + place.run();
    net = "10.213.%d".formatted(ThreadLocalRandom.current().nextInt(1, 255));
    Runtime.getRuntime().addShutdownHook(cleaner);
    must("ip", "netns", "add", space);
    must("ip", "link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", space);
    must("ip", "addr", "add", net + ".1/30", "dev", cable);
    must("ip", "link", "set", cable, "up");
    must("ip", "-n", space, "addr", "add", net + ".2/30", "dev", "eth0");
    must("ip", "-n", space, "link", "set", "eth0", "up");
    must("ip", "-n", space, "link", "set", "lo", "up");
    try {
      redis = new TcpProxy(InetAddress.getByName(net + ".1"), place.redisPort());
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
    state = place.folder().resolve(NAME);
    shell =
        new Daemon(
            NAME,
            place.folder(),
            Map.of("CHAOS_RUN", place.run(), "CHAOS_WORKER", NAME + "-" + place.run()),
            List.of("ip", "netns", "exec", space),
            List.of(
                "worker",
                "--name",
                NAME,
                "--capacity",
                "40",
                "--redis",
                "redis://" + net + ".1:" + redis.port(),
                "--fleet",
                place.fleet(),
                "--cluster-members",
                "127.0.0.1:5701",
                "--state",
                state.toString(),
                "--automations",
                automations.toString()));
  }

  /** Whether this machine lets us make namespaces. */
  static boolean possible() {
    var name = "fleet-try-" + ProcessHandle.current().pid();
    var made = Tool.run("ip", "netns", "add", name);
    Tool.run("ip", "netns", "del", name);
    return made;
  }

  void start() {
    shell.start();
  }

  /** The worker JVM's pid, 0 when there is none. */
  long jvm() {
    return Proc.running(Proc.bearing("FLEET_TREE=" + NAME + "@" + state), "worker-jvm");
  }

  /** Pulls the cable: packets vanish, in both directions. */
  void cut() {
    must("ip", "link", "set", cable, "down");
  }

  void mend() {
    must("ip", "link", "set", cable, "up");
  }

  /** Lets it hand its slots over and end. */
  void leave() {
    shell.signal(Native.SIGTERM);
    shell.exit(Duration.ofSeconds(40));
  }

  @Override
  public void close() {
    shell.close();
    Proc.bearing("CHAOS_WORKER=" + space.replace("fleet-", NAME + "-"))
        .forEach(pid -> Native.kill(pid, Native.SIGKILL));
    redis.close();
    remove();
  }

  private void remove() {
    Tool.run("ip", "link", "del", cable);
    Tool.run("ip", "netns", "del", space);
  }

  private static void must(String... command) {
    if (!Tool.run(command)) {
      throw new AssertionError("failed: " + String.join(" ", command));
    }
  }
}
