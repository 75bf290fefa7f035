package io.fleet.worker;

import io.fleet.loop.Loop;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets the packages that fleet.yaml asks for and that are not here: each again and again, ever more
 * seldom, until it is here or nobody asks for it any more. Belongs to its loop.
 */
final class PackageFetch {
  private static final Logger log = LoggerFactory.getLogger(PackageFetch.class);
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration ENOUGH = Duration.ofMinutes(5);

  /** Gets one package; fails with a sentence. Blocks; any thread. */
  interface Source {
    void get(String hash) throws PackageUnavailable;
  }

  /** Runs what blocks for long, away from all else; the answer interrupts it. */
  interface Aside {
    Runnable run(Runnable work);
  }

  private static final class Want {
    private boolean underway;
    private long sinceNanos;
    private Runnable cut = () -> {};
    private int failures;
    private long notBeforeNanos;
    private String complaint = "";
  }

  private final Loop loop;
  private final Source source;
  private final Aside aside;
  private final Runnable arrived;
  private final Map<String, Want> wants = new HashMap<>();

  /**
   * Made on its loop.
   *
   * @param arrived something that was missing is here
   */
  PackageFetch(Loop loop, Source source, Aside aside, Runnable arrived) {
    this.loop = loop;
    this.source = source;
    this.aside = aside;
    this.arrived = arrived;
  }

  /** These are missing now; to be called regularly. */
  void want(Set<String> missing) {
    wants.keySet().retainAll(missing);
    var now = loop.nanos();
    for (var hash : new HashSet<>(missing)) {
      var want = wants.computeIfAbsent(hash, none -> fresh(now));
      if (!want.underway && now - want.notBeforeNanos >= 0) {
        want.underway = true;
        want.sinceNanos = now;
        want.cut = aside.run(() -> get(hash, want));
      } else if (want.underway && now - want.sinceNanos > ENOUGH.toNanos()) {
        // Nothing else ends a connection over which nothing comes any more.
        want.sinceNanos = now;
        want.cut.run();
      }
    }
  }

  private static Want fresh(long now) {
    var want = new Want();
    want.notBeforeNanos = now;
    return want;
  }

  private void get(String hash, Want want) {
    try {
      source.get(hash);
      loop.run(
          () -> {
            log.info("package fetched hash={}", hash);
            want.underway = false;
            arrived.run();
          });
    } catch (PackageUnavailable | RuntimeException e) {
      loop.run(() -> failed(hash, want, String.valueOf(e.getMessage())));
    }
  }

  private void failed(String hash, Want want, String why) {
    want.underway = false;
    want.failures++;
    var delay = Math.min(LONGEST.toNanos(), FIRST.toNanos() << Math.min(10, want.failures - 1));
    // Not all workers at once: half of the delay is by chance.
    want.notBeforeNanos = loop.nanos() + (long) (delay * (0.5 + loop.random() / 2));
    if (!want.complaint.equals(why)) {
      log.warn("package is missing hash={} tries={} error={}", hash, want.failures, why);
      want.complaint = why;
    }
  }

  /** What could not be got so far, and why; sorted. */
  List<String> complaints() {
    return wants.entrySet().stream()
        .filter(entry -> !entry.getValue().complaint.isEmpty())
        .map(entry -> entry.getKey().substring(0, 12) + ": " + entry.getValue().complaint)
        .sorted()
        .toList();
  }
}
