package io.fleet.resource;

import io.fleet.process.Cgroup;
import io.fleet.process.Marker;
import io.fleet.process.ProcTable;
import io.fleet.process.ProcessTree;
import io.fleet.process.Spawner;
import io.fleet.resource.Ledger.Account;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process that runs a slot, and all below it: its memory is looked at, and it ends with the
 * generation. Thread-safe.
 *
 * @since 0.1
 */
public final class SlotProcess {
  private static final Logger log = LoggerFactory.getLogger(SlotProcess.class);
  private static final Duration SWEEP = Duration.ofSeconds(5);

  private final Process process;
  private final ProcessTree tree;
  private final Optional<Cgroup> group;
  private final Account account;
  private final LongConsumer weighed;
  private volatile boolean killed;

  private SlotProcess(
      Process process,
      ProcessTree tree,
      Optional<Cgroup> group,
      Account account,
      LongConsumer weighed) {
    this.process = process;
    this.tree = tree;
    this.group = group;
    this.account = account;
    this.weighed = weighed;
  }

  static SlotProcess start(
      ProcessBuilder builder,
      Marker marker,
      Optional<Cgroup> group,
      Account account,
      LongConsumer weighed) {
    var process = Spawner.start(builder, marker, group);
    account.opened(Kind.PROCESS);
    var tree = ProcessTree.growing(marker);
    tree.include(process);
    return new SlotProcess(process, tree, group, account, weighed);
  }

  /** The process itself. */
  public Process process() {
    return process;
  }

  /** Ends it and all below it, at once; blocks until they are gone, some milliseconds. */
  public void kill() {
    var itself = !killed && process.isAlive();
    killed |= itself;
    var ended = tree.endAll(SWEEP);
    // The process itself is counted when it is buried.
    var others = ended.killed() - (itself ? 1 : 0);
    if (others > 0) {
      account.foundAndReaped(Kind.PROCESS, others);
    }
    if (!ended.proven()) {
      log.error("pid={} outcome=unkillable left={}", process.pid(), ended.left());
    }
  }

  /** Adds up what they hold in memory. */
  void observe(ProcTable table) {
    var held = 0L;
    for (var each : tree.observe(table)) {
      held += ProcTable.residentBytes(each.pid());
    }
    weighed.accept(held);
  }

  /** Waits a moment for its own end, then ends it; nothing of it is left then. */
  void close(Duration patience) {
    var interrupted = Thread.interrupted();
    try {
      process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    kill();
    group.ifPresent(Cgroup::kill);
    group.ifPresent(Cgroup::remove);
    try {
      if (process.waitFor(SWEEP.toMillis(), TimeUnit.MILLISECONDS)) {
        if (killed) {
          account.reaped(Kind.PROCESS);
        } else {
          account.closed(Kind.PROCESS);
        }
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
