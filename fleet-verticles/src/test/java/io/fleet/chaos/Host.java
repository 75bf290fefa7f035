package io.fleet.chaos;

import io.fleet.process.Native;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One worker: its shell, its JVM, and its own way to Redis. */
final class Host implements AutoCloseable {
  private final String name;
  private final Daemon shell;
  private final TcpProxy redis;
  private final TcpProxy bus;
  private final Path state;
  private final String tree;
  private final String run;
  private final int http;

  Host(String name, Place place, Path automations) {
    this(name, place, automations, "");
  }

  /** With options for the JVM of its shell. */
  Host(String name, Place place, Path automations, String java) {
    this.name = name;
    this.redis = new TcpProxy(place.redisPort());
    var port = Place.freePort();
    this.bus = new TcpProxy(port);
    this.http = Place.freePort();
    this.run = place.run();
    this.state = place.folder().resolve(name);
    this.tree = "FLEET_TREE=" + name + "@" + state;
    var words =
        new ArrayList<>(
            List.of("worker", "--name", name, "--capacity", "40", "--admission-stop-at", "0"));
    words.addAll(place.common(redis.port(), port, bus.port()));
    words.addAll(
        List.of(
            "--http",
            "127.0.0.1:" + http,
            "--state",
            state.toString(),
            "--automations",
            automations.toString()));
    this.shell =
        new Daemon(
            name,
            place.folder(),
            Map.of(
                "CHAOS_RUN",
                place.run(),
                "CHAOS_WORKER",
                name + "-" + place.run(),
                "FLEET_JAVA_OPTS",
                java),
            words);
  }

  String name() {
    return name;
  }

  Daemon shell() {
    return shell;
  }

  TcpProxy redis() {
    return redis;
  }

  TcpProxy bus() {
    return bus;
  }

  int http() {
    return http;
  }

  /** The worker JVM's pid, 0 when there is none. */
  long jvm() {
    return Proc.running(Proc.bearing(tree), "worker-jvm");
  }

  /** Everything below the shell: its JVM, and what that started, by both their markers. */
  List<Long> below() {
    var all = new ArrayList<>(Proc.bearing("CHAOS_WORKER=" + name + "-" + run));
    Proc.bearing("chaos-daemon-" + name + "-" + run).stream()
        .filter(pid -> !all.contains(pid))
        .forEach(all::add);
    all.remove(shell.pid());
    // The shell has a cache made for its next start, which need not end with the JVM; all else
    // must.
    if (shell.lives()) {
      all.removeIf(pid -> Proc.bears(pid, "-XX:AOTCacheOutput=" + state.resolve("aot/worker-")));
    }
    return all;
  }

  /** Kills its JVM, if it has one. */
  void killJvm() {
    var jvm = jvm();
    if (jvm != 0) {
      Native.kill(jvm, Native.SIGKILL);
    }
  }

  @Override
  public void close() {
    shell.close();
    below().forEach(pid -> Native.kill(pid, Native.SIGKILL));
    redis.close();
    bus.close();
  }
}
