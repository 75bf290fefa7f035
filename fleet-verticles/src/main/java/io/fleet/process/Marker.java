package io.fleet.process;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Environment variables that tell whose a process is. Children inherit them, so a daemon that left
 * its session and lost its parent is still found by them. Immutable.
 *
 * @param env names and values; a process bears the marker if it has all of them
 * @since 0.1
 */
public record Marker(Map<String, String> env) {
  /** The worker's name. */
  public static final String WORKER = "FLEET_WORKER";

  /** The slot, as {@code prober/17}. */
  public static final String SLOT = "FLEET_SLOT";

  /** Worker and state folder: two fleets of one host may each have a worker of the same name. */
  public static final String TREE = "FLEET_TREE";

  /** Which lease of the slot; tells what two leases of one slot started apart. */
  public static final String LEASE = "FLEET_LEASE";

  /** Marks nothing, finds nothing. */
  public static final Marker NONE = new Marker(Map.of());

  public Marker {
    env = Map.copyOf(env);
  }

  /** What every process of a worker bears; the state folder tells equal names apart. */
  public static Marker worker(String name, Path stateDir) {
    return new Marker(
        Map.of(WORKER, name, TREE, name + "@" + stateDir.toAbsolutePath().normalize()));
  }

  /** What this process bears itself: given on to what it starts. */
  public static Marker ofThisProcess(Map<String, String> environment) {
    Map<String, String> own = new TreeMap<>(environment);
    own.keySet().retainAll(Set.of(WORKER, TREE));
    return new Marker(own);
  }

  /** What every process of one slot of this worker bears. */
  public Marker slot(String slot) {
    return with(SLOT, slot);
  }

  /** What every process of one lease of this slot bears. */
  public Marker lease(String lease) {
    return with(LEASE, lease);
  }

  private Marker with(String name, String value) {
    Map<String, String> all = new TreeMap<>(env);
    all.put(name, value);
    return new Marker(all);
  }
}
