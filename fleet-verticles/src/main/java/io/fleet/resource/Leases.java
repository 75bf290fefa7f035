package io.fleet.resource;

import io.fleet.automation.Children;
import io.fleet.automation.Lessee;
import io.fleet.automation.LocalPort;
import io.fleet.automation.ResourceProvider;
import io.fleet.automation.SlotInfo;
import io.fleet.automation.TempFolder;
import io.fleet.process.Cgroup;
import io.fleet.process.Marker;
import io.fleet.process.ProcTable;
import io.fleet.resource.Ledger.Account;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one generation of a slot leased, for an execution or for as long as it lives. Everything is
 * given back the last one first, whatever one of them throws; then its processes are ended and its
 * folder is removed. Belongs to the slot's thread, but for {@link #observe}.
 *
 * @since 0.1
 */
public final class Leases {
  private static final Logger log = LoggerFactory.getLogger(Leases.class);

  private static final Duration LAST_WORDS = Duration.ofMillis(500);

  private record Held(String what, AutoCloseable end) {}

  private final Resources resources;
  private final SlotInfo slot;
  private final Supplier<SlotInfo> info;
  private final Supplier<Vertx> vertx;
  private final Supplier<Providers> findProviders;
  private final Account account;
  private final Marker marker;
  private final Deque<Held> ofGeneration = new ArrayDeque<>();
  private final Deque<Held> ofExecution = new ArrayDeque<>();
  private final Queue<SlotChildren> children = new ConcurrentLinkedQueue<>();
  private Optional<Path> folder = Optional.empty();
  private volatile Optional<SlotProcess> process = Optional.empty();
  private Optional<Providers> providers = Optional.empty();
  private boolean executing;
  private int numbered;

  Leases(
      Resources resources,
      Supplier<SlotInfo> info,
      Supplier<Vertx> vertx,
      Supplier<Providers> providers,
      Account account,
      Marker marker) {
    this.resources = resources;
    this.info = info;
    this.slot = info.get();
    this.vertx = vertx;
    this.findProviders = providers;
    this.account = account;
    this.marker = marker;
  }

  /** Leases one; see {@link io.fleet.automation.Run#lease}. */
  public <R extends AutoCloseable> R lease(Class<R> type) {
    if (type == Children.class) {
      return type.cast(children());
    }
    if (type == TempFolder.class) {
      return type.cast(new Folder(folder()));
    }
    if (type == LocalPort.class) {
      return type.cast(port());
    }
    var found = providers.orElseGet(findProviders);
    providers = Optional.of(found);
    return provided(type, found.of(type));
  }

  /**
   * Starts the process that runs the slot. It ends with the generation; what waits for its own end
   * does so when {@code leave} has told it to.
   *
   * @param leave asks it to end, when all else was given back
   * @param weighed hears now and then how many bytes it and all below it hold
   */
  public SlotProcess launch(ProcessBuilder builder, Runnable leave, LongConsumer weighed) {
    resources.look();
    var made = SlotProcess.start(builder, marker, group("process"), account, weighed);
    process = Optional.of(made);
    ofGeneration.push(
        new Held(
            "the slot's process",
            () -> {
              leave.run();
              made.close(LAST_WORDS);
            }));
    return made;
  }

  /** Counts what the slot's process says of itself. */
  public void count(Kind kind, long opened, long closed, long reaped) {
    account.add(kind, opened, closed, reaped);
  }

  /** Ends every process of the generation, so that code which waits for one goes on. Any thread. */
  public void killProcesses() {
    process.ifPresent(SlotProcess::kill);
    children.forEach(SlotChildren::kill);
  }

  /** The folder of the generation, made when it is first asked for. */
  public Path home() {
    return folder();
  }

  /** What is leased from here on is given back by {@link #endExecution}. */
  public void beginExecution() {
    executing = true;
  }

  /** Gives back what this execution leased. */
  public void endExecution() {
    executing = false;
    if (!ofExecution.isEmpty()) {
      giveBack(ofExecution);
    }
  }

  /**
   * Gives everything back, ends every process and removes the folder; blocks until that is so, and
   * an interrupt does not cut it short.
   */
  public void endGeneration() {
    endExecution();
    giveBack(ofGeneration);
    folder.ifPresent(
        path -> {
          if (resources.folders().remove(path)) {
            account.closed(Kind.FOLDER);
          }
        });
    folder = Optional.empty();
    account.end();
    resources.ended(this);
  }

  /** Remembers which processes are there, so that none is lost when its parent ends. Any thread. */
  void observe(ProcTable table) {
    process.ifPresent(each -> each.observe(table));
    for (var each : children) {
      each.tree().observe(table);
    }
  }

  private Path folder() {
    var present = folder;
    if (present.isEmpty()) {
      present =
          Optional.of(
              resources
                  .folders()
                  .make("%s.%d.%d".formatted(slot.automation(), slot.index(), slot.generation())));
      folder = present;
      account.opened(Kind.FOLDER);
    }
    return present.get();
  }

  private Children children() {
    var number = ++numbered;
    var made =
        new SlotChildren(
            slot.toString(),
            marker.lease(slot.generation() + "." + number),
            this::folder,
            account,
            () -> group("" + number));
    resources.look();
    children.add(made);
    hold(
        "Children",
        () -> {
          made.close();
          children.remove(made);
        });
    return made;
  }

  private Optional<Cgroup> group(String lease) {
    return resources.group(
        "%s.%d.%d.%s".formatted(slot.automation(), slot.index(), slot.generation(), lease));
  }

  private LocalPort port() {
    var number = resources.ports().take();
    account.opened(Kind.PORT);
    var port =
        new Port(
            number,
            () -> {
              resources.ports().give(number);
              account.closed(Kind.PORT);
            });
    hold("LocalPort", port);
    return port;
  }

  private <R extends AutoCloseable> R provided(Class<R> type, ResourceProvider<R> provider) {
    final R made;
    try {
      made = provider.lease(new For());
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(
          "slot %s cannot lease a %s: %s".formatted(slot, type.getSimpleName(), e.getMessage()), e);
    }
    account.opened(Kind.LEASE);
    hold(
        type.getSimpleName(),
        () -> {
          // Counted whatever close says: what it may have left behind is counted by itself.
          account.closed(Kind.LEASE);
          made.close();
        });
    return made;
  }

  private void hold(String what, AutoCloseable end) {
    (executing ? ofExecution : ofGeneration).push(new Held(what, end));
  }

  private void giveBack(Deque<Held> held) {
    var interrupted = Thread.interrupted();
    for (var each = held.poll(); each != null; each = held.poll()) {
      try {
        each.end().close();
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (Throwable e) {
        log.warn("lease not closed well slot={} what={} error={}", slot, each.what(), e.toString());
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Is of the generation; the lease itself holds nothing. */
  private record Folder(Path path) implements TempFolder {
    @Override
    public void close() {
      // The folder goes with the generation.
    }
  }

  /** For one resource of a provider. */
  private final class For implements Lessee {
    @Override
    public SlotInfo slot() {
      return info.get();
    }

    @Override
    public Vertx vertx() {
      return vertx.get();
    }

    @Override
    public TempFolder folder() {
      return new Folder(Leases.this.folder());
    }

    @Override
    public Children children() {
      return Leases.this.children();
    }
  }
}
