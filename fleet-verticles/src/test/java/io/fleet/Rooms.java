package io.fleet;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which room may import which: the table of docs/internals.md as data. A room is the first part of
 * a package's name below the root; the root itself is the room with the empty name.
 */
final class Rooms {
  /** The rooms whose code is values in, values out. */
  static final Set<String> PURE = Set.of("slot", "config", "protocol", "reconcile");

  private static final Set<String> TOP = Set.of("cli", "testkit", "bench", "");

  private static final Map<String, Set<String>> MAY_IMPORT = table();

  private Rooms() {}

  private static Map<String, Set<String>> table() {
    var table = new TreeMap<String, Set<String>>();
    table.put("slot", Set.of());
    table.put("config", Set.of("slot"));
    row(table, "process");
    row(table, "loop");
    row(table, "redis");
    row(table, "stream", "redis");
    row(table, "protocol");
    row(table, "automation", "stream");
    row(table, "resource", "automation", "process", "protocol");
    row(table, "child", "automation", "stream", "process", "protocol", "resource", "logs");
    row(table, "reconcile", "protocol");
    row(table, "store", "protocol", "redis");
    row(table, "snapshot", "protocol");
    row(table, "metrics", "protocol");
    row(table, "logs", "protocol");
    row(
        table,
        "worker",
        "automation",
        "stream",
        "protocol",
        "process",
        "store",
        "metrics",
        "logs",
        "loop",
        "redis",
        "resource",
        "child");
    row(
        table,
        "master",
        "reconcile",
        "store",
        "snapshot",
        "stream",
        "protocol",
        "metrics",
        "loop",
        "redis");
    row(table, "api", "store", "stream", "protocol", "metrics", "redis");
    var lower = Set.copyOf(table.keySet());
    TOP.forEach(room -> table.put(room, lower));
    // fleet dev runs the kit's real Redis and fleet bench the benches; neither knows of the command
    // line.
    var cli = new TreeSet<>(lower);
    cli.add("testkit");
    cli.add("bench");
    table.put("cli", cli);
    var bench = new TreeSet<>(lower);
    bench.add("testkit");
    table.put("bench", bench);
    return table;
  }

  /** A row of the table; slot and config are open to all. */
  private static void row(Map<String, Set<String>> table, String room, String... imports) {
    var all = new TreeSet<>(List.of(imports));
    all.add("slot");
    all.add("config");
    table.put(room, all);
  }

  /** What a room may import besides itself; empty when there is no such room. */
  static Optional<Set<String>> mayImport(String room) {
    return Optional.ofNullable(MAY_IMPORT.get(room));
  }

  /** The room of a package below the root. */
  static String of(String root, String packageName) {
    if (packageName.equals(root)) {
      return "";
    }
    var below = packageName.substring(root.length() + 1);
    var dot = below.indexOf('.');
    return dot < 0 ? below : below.substring(0, dot);
  }

  /** Whether a package is the root or below it. */
  static boolean holds(String root, String packageName) {
    return packageName.equals(root) || packageName.startsWith(root + ".");
  }
}
