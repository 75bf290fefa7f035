package io.fleet.metrics;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Named checks of one Vert.x instance: it is ready when none of them has something to say.
 * Thread-safe; a check runs on whichever thread asks, so it must only look, never wait.
 *
 * @since 0.1
 */
public final class Health implements Shareable {
  private static final String ROOM = "__fleet.health";

  private final Map<String, Supplier<Optional<String>>> checks = new ConcurrentHashMap<>();

  Health() {}

  /** The one of this Vert.x instance; made at the first call. */
  public static Health of(Vertx vertx) {
    return vertx
        .sharedData()
        .<String, Health>getLocalMap(ROOM)
        .computeIfAbsent("one", none -> new Health());
  }

  /**
   * Adds or replaces a check.
   *
   * @param name for the answer, e.g. {@code store}
   * @param check empty: well; else what is wrong, one clear sentence
   */
  public void register(String name, Supplier<Optional<String>> check) {
    checks.put(name, check);
  }

  /** Takes a check away; does nothing when there is none. */
  public void remove(String name) {
    checks.remove(name);
  }

  /** What is wrong, by the check's name; empty when ready. A check that throws has failed. */
  public SortedMap<String, String> failures() {
    var failures = new TreeMap<String, String>();
    checks.forEach((name, check) -> ask(check).ifPresent(wrong -> failures.put(name, wrong)));
    return failures;
  }

  private static Optional<String> ask(Supplier<Optional<String>> check) {
    try {
      return check.get();
    } catch (RuntimeException e) {
      return Optional.of("the check itself failed: " + e.getMessage());
    }
  }
}
