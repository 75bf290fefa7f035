package io.fleet.worker;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Class loaders that were closed and ought to be gone. One that something still refers to a minute
 * later is pinned: its classes stay in memory until this JVM ends. Not thread-safe; {@link #pinned}
 * blocks while it collects.
 */
final class ClosedLoaders {
  private static final Logger log = LoggerFactory.getLogger(ClosedLoaders.class);
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final class Closed {
    private final String hash;
    private final WeakReference<ClassLoader> loader;
    private final long atNanos;
    private boolean pinned;

    Closed(String hash, ClassLoader loader, long atNanos) {
      this.hash = hash;
      this.loader = new WeakReference<>(loader);
      this.atNanos = atNanos;
    }

    boolean isGone() {
      return loader.refersTo(null);
    }
  }

  private final LongSupplier nanos;
  private final Runnable collect;
  private final List<Closed> all = new ArrayList<>();

  /**
   * None yet.
   *
   * @param collect collects garbage, since an idle JVM may not for hours
   */
  ClosedLoaders(LongSupplier nanos, Runnable collect) {
    this.nanos = nanos;
    this.collect = collect;
  }

  void add(String hash, ClassLoader loader) {
    all.add(new Closed(hash, loader, nanos.getAsLong()));
  }

  /** How many are pinned now. */
  int pinned() {
    var now = nanos.getAsLong();
    all.removeIf(Closed::isGone);
    if (!all.isEmpty()) {
      ContextLoaders.letGo(loader -> all.stream().anyMatch(each -> each.loader.refersTo(loader)));
    }
    var late =
        all.stream()
            .filter(each -> !each.pinned && now - each.atNanos >= PATIENCE.toNanos())
            .toList();
    if (!late.isEmpty()) {
      // Once for each that is late: it is not known to be pinned before a collection left it.
      collect.run();
      for (var each : late) {
        each.pinned = !each.isGone();
        if (each.pinned) {
          log.warn("class loader is pinned, something still refers to it package={}", each.hash);
        }
      }
      all.removeIf(Closed::isGone);
    }
    return (int) all.stream().filter(each -> each.pinned).count();
  }
}
