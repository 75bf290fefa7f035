package io.fleet.resource;

import io.fleet.automation.SlotInfo;
import io.fleet.config.Secret;
import io.fleet.process.Cgroup;
import io.fleet.process.Marker;
import io.fleet.process.ProcTable;
import io.fleet.process.Reaper;
import io.vertx.core.Vertx;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the slots of one worker may lease, and the ledger of it. Thread-safe.
 *
 * @since 0.1
 */
public final class Resources implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Resources.class);
  private static final Duration LOOK = Duration.ofMillis(500);

  private final Marker marker;
  private final String groupName;
  private Optional<Cgroup> group = Optional.empty();
  private final Folders folders;
  private final ReentrantLock lock = new ReentrantLock();
  private final PortSource ports;
  private final HostSecrets secrets = new HostSecrets(System.getenv());
  private final Ledger ledger = new Ledger();
  private final Set<Leases> living = ConcurrentHashMap.newKeySet();
  // Held by the generations that use them: a value here would pin its own key.
  private final Map<ClassLoader, WeakReference<Providers>> providers = new WeakHashMap<>();
  private Optional<Reaper> reaper = Optional.empty();
  private boolean adopting;
  private boolean closed;

  /**
   * Those of a worker, whose state folder is locked.
   *
   * @param worker its name, which marks every process
   * @param state its folder; temp folders are below it
   */
  public Resources(String worker, Path state) {
    this(Marker.worker(worker, state), state, new Ports(), groupOf(worker, state));
  }

  private Resources(Marker marker, Path state, PortSource ports, String group) {
    this.marker = marker;
    this.groupName = group;
    this.folders = new Folders(state);
    this.ports = ports;
  }

  /**
   * Those of a slot's own JVM, whose processes bear the marker of its worker, as it does itself.
   *
   * @param folder the generation's own
   * @param ports of the worker
   */
  public static Resources inChild(Path folder, PortSource ports) {
    // Below the slot's own group, where this JVM is if there is one.
    return new Resources(Marker.ofThisProcess(System.getenv()), folder, ports, "leases");
  }

  /** What references to secrets mean on this host. */
  public Secret.Resolver secrets() {
    return secrets;
  }

  /**
   * Removes what earlier lives of the worker left, on a thread of its own: slots need not wait.
   *
   * @param subreaper whether this JVM becomes the parent of all orphans below it, and buries them:
   *     right for a JVM that is ours alone
   */
  public void start(boolean subreaper) {
    var left = folders.left();
    if (!left.isEmpty()) {
      log.info("temp folders of earlier lives count={} action=remove", left.size());
      Thread.ofPlatform()
          .daemon()
          .name("fleet-temp-sweep")
          .start(() -> left.forEach(folders::remove));
    }
    adopting = subreaper;
    group = Cgroup.below(groupName);
    // Whoever is in it outlived a worker and its shell, killed at once.
    group.ifPresent(Cgroup::kill);
  }

  /** A group for the processes of one lease, where groups may be made. */
  Optional<Cgroup> group(String name) {
    return group.flatMap(all -> all.child(name));
  }

  /** Two workers of one name on one host have two state folders. */
  private static String groupOf(String worker, Path state) {
    var folder = state.toAbsolutePath().normalize().toString();
    return "fleet-%s-%08x".formatted(worker, folder.hashCode());
  }

  /** Looks at processes from now on, since there are some; a worker without any need not. */
  void look() {
    lock.lock();
    try {
      if (reaper.isEmpty() && !closed) {
        reaper = Optional.of(Reaper.start(LOOK, adopting, this::observe));
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * What a generation leases. Call it when its predecessor has ended.
   *
   * @param info the slot as it is now
   * @param vertx for resources, on the slot's loop
   * @param loader of the automation; its providers are asked
   */
  public Leases of(Supplier<SlotInfo> info, Supplier<Vertx> vertx, ClassLoader loader) {
    var slot = info.get();
    var leases =
        new Leases(
            this,
            info,
            vertx,
            () -> providers(loader),
            ledger.open(slot.toString(), slot.generation()),
            marker.slot(slot.toString()));
    living.add(leases);
    return leases;
  }

  /** What was opened and what became of it. */
  public Ledger ledger() {
    return ledger;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      reaper.ifPresent(Reaper::close);
    } finally {
      lock.unlock();
    }
    group.ifPresent(Cgroup::remove);
  }

  Folders folders() {
    return folders;
  }

  /** Ports, none of which two slots of this worker hold. */
  public PortSource ports() {
    return ports;
  }

  void ended(Leases leases) {
    living.remove(leases);
  }

  private Providers providers(ClassLoader loader) {
    lock.lock();
    try {
      var known = Optional.ofNullable(providers.get(loader)).map(WeakReference::get);
      return known.orElseGet(
          () -> {
            var made = new Providers(loader);
            providers.put(loader, new WeakReference<>(made));
            return made;
          });
    } finally {
      lock.unlock();
    }
  }

  private void observe(ProcTable table) {
    living.forEach(each -> each.observe(table));
  }
}
