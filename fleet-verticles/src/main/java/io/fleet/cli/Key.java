package io.fleet.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One setting of a daemon: everything that flags, environment, conf files, verticles and help need
 * to know of it.
 *
 * @param name in the conf file; a dot leads into an object
 * @param flag on the command line
 * @param env in the environment; empty when it has none there
 * @param kind what its value looks like
 * @param fallback the default, as text
 * @param label of the flag's value in the help
 * @param meaning one line of help
 */
record Key(
    String name,
    String flag,
    String env,
    Kind kind,
    String fallback,
    String label,
    String meaning) {
  /** What a value looks like. */
  enum Kind {
    TEXT,
    NUMBER,
    /** {@code true} or {@code false}; its flag takes no value. */
    SWITCH,
    /** {@code HOST:PORT}. */
    PLACE,
    /** One of the words of its label, {@code a|b}. */
    CHOICE,
    /** {@code k=v,k=v}; an object in conf files. */
    LABELS,
    /** {@code a,b}; an array in conf files. */
    LIST
  }

  private static final List<Key> BOTH =
      List.of(
          new Key(
              "redis",
              "--redis",
              "FLEET_REDIS",
              Kind.TEXT,
              "redis://127.0.0.1:6379",
              "URL",
              "where the fleet's state is"),
          new Key(
              "fleet",
              "--fleet",
              "FLEET_ID",
              Kind.TEXT,
              "default",
              "ID",
              "the fleet's id: prefix of its keys in Redis and name of its cluster"),
          new Key(
              "cluster.host",
              "--cluster-host",
              "FLEET_CLUSTER_HOST",
              Kind.TEXT,
              "127.0.0.1",
              "HOST",
              "address of the event bus"),
          new Key(
              "cluster.port",
              "--cluster-port",
              "FLEET_CLUSTER_PORT",
              Kind.NUMBER,
              "0",
              "PORT",
              "port of the event bus; 0 for any free one"),
          new Key(
              "cluster.publicHost",
              "--cluster-public-host",
              "FLEET_CLUSTER_PUBLIC_HOST",
              Kind.TEXT,
              "",
              "HOST",
              "what others dial, where that differs"),
          new Key(
              "cluster.publicPort",
              "--cluster-public-port",
              "FLEET_CLUSTER_PUBLIC_PORT",
              Kind.NUMBER,
              "0",
              "PORT",
              "what others dial, where that differs"),
          new Key(
              "cluster.members",
              "--cluster-members",
              "FLEET_CLUSTER_MEMBERS",
              Kind.LIST,
              "127.0.0.1:5701",
              "H:P,…",
              "cluster members to dial"),
          new Key(
              "logFormat",
              "--log-format",
              "FLEET_LOG_FORMAT",
              Kind.CHOICE,
              "text",
              "text|json",
              "how lines are written to stderr; json: one object a line"));

  private static final List<Key> MASTER =
      List.of(
          new Key(
              "state",
              "--state",
              "FLEET_STATE",
              Kind.TEXT,
              ".fleet/master",
              "DIR",
              "what this master has for itself; one master each"),
          new Key(
              "snapshot",
              "--snapshot",
              "FLEET_SNAPSHOT",
              Kind.TEXT,
              "",
              "PLACE",
              "the snapshot, one for all masters: DIR (masters of one host), or"
                  + " postgresql://USER:PASSWORD@HOST/DB; default: the state folder"),
          new Key(
              "name",
              "--name",
              "FLEET_NAME",
              Kind.TEXT,
              "",
              "NAME",
              "how people call this master; default: the host's name and the port of --http"),
          new Key(
              "rebuildSnapshot",
              "--rebuild-snapshot",
              "",
              Kind.SWITCH,
              "false",
              "",
              "the snapshot is lost for good: make it anew from what Redis has"),
          new Key(
              "http",
              "--http",
              "FLEET_HTTP",
              Kind.PLACE,
              "127.0.0.1:8080",
              "HOST:PORT",
              "dashboard, REST, /metrics, /health"));

  private static final List<Key> WORKER =
      List.of(
          new Key(
              "state",
              "--state",
              "FLEET_STATE",
              Kind.TEXT,
              ".fleet/worker",
              "DIR",
              "the boot number; one worker each"),
          new Key(
              "name",
              "--name",
              "FLEET_NAME",
              Kind.TEXT,
              "",
              "NAME",
              "unique in the fleet, stays over restarts; default: the host's name"),
          new Key(
              "capacity",
              "--capacity",
              "FLEET_CAPACITY",
              Kind.NUMBER,
              "50",
              "N",
              "how many slots it takes"),
          new Key(
              "labels",
              "--labels",
              "FLEET_LABELS",
              Kind.LABELS,
              "",
              "k=v,…",
              "what placement.require asks for"),
          new Key(
              "http",
              "--http",
              "FLEET_WORKER_HTTP",
              Kind.PLACE,
              "127.0.0.1:8081",
              "HOST:PORT",
              "/metrics and /health of this worker"),
          new Key(
              "automations",
              "--automations",
              "FLEET_AUTOMATIONS",
              Kind.TEXT,
              "automations",
              "DIR",
              "folder of automations' jars"),
          new Key(
              "classes",
              "--classes",
              "FLEET_CLASSES",
              Kind.LIST,
              "",
              "PATH,…",
              "more class path for automations; a jar that registers some is a package"),
          new Key(
              "packages",
              "--packages",
              "FLEET_PACKAGES",
              Kind.LIST,
              "",
              "URL,…",
              "masters that are asked for packages, besides those on the bus"),
          new Key(
              "pinnedLoaders",
              "--pinned-loaders",
              "",
              Kind.NUMBER,
              "10",
              "N",
              "with more class loaders of old packages in memory than this it restarts"),
          new Key(
              "leaveAtOnce",
              "--leave-at-once",
              "FLEET_LEAVE_AT_ONCE",
              Kind.SWITCH,
              "false",
              "",
              "told to end, end all slots at once instead of handing them over step by step"),
          admission(
              "stopAt",
              "stop-at",
              "85",
              "PERCENT",
              "of the host's memory, or of its cgroup's, in use: no new slots; 0: never"),
          admission("resumeAt", "resume-at", "75", "PERCENT", "below it, new slots again"),
          admission(
              "clockWarn",
              "clock-warn",
              "5",
              "SECONDS",
              "its clock is so far from Redis': is shown"),
          admission(
              "clockStop",
              "clock-stop",
              "60",
              "SECONDS",
              "its clock is so far from Redis': no new slots; 0: never"),
          admission(
              "starting",
              "starting",
              "0",
              "N",
              "so many slots are set up at once; 0: eight times the processors, at least 32"),
          admission(
              "startsPerSecond", "starts-per-second", "3000", "N", "so many begin in a second"),
          new Key(
              "admission.memory",
              "--admission-memory",
              "FLEET_ADMISSION_MEMORY",
              Kind.TEXT,
              "",
              "SIZE",
              "its slots may be promised so much together; any: no limit; empty: stop-at of its"
                  + " host's"));

  private static Key admission(
      String name, String flag, String fallback, String label, String meaning) {
    return new Key(
        "admission." + name,
        "--admission-" + flag,
        "FLEET_ADMISSION_" + flag.toUpperCase(Locale.ROOT).replace('-', '_'),
        Kind.NUMBER,
        fallback,
        label,
        meaning);
  }

  /** Of {@code fleet master}. */
  static List<Key> master() {
    return joined(BOTH, MASTER);
  }

  /** Of {@code fleet worker}. */
  static List<Key> worker() {
    return joined(BOTH, WORKER);
  }

  /** How the operator says it on the command line. */
  String example(String value) {
    return flag + " " + value;
  }

  private static List<Key> joined(List<Key> first, List<Key> second) {
    var all = new ArrayList<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }
}
