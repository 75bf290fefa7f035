package io.fleet.process;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The processes that belong together: those below a root, those that bear a marker, those that were
 * seen to be in the tree before, and all below any of them. It remembers what it saw, so a daemon
 * that cleared its environment and lost its parent is still a member. This JVM and its own parents
 * never are. Thread-safe.
 *
 * @since 0.1
 */
public final class ProcessTree {
  private static final int EMPTY_PASSES = 2;
  private static final long PASS_MILLIS = 5;

  /** Not 0: that is the parent of the host's first process. */
  private static final long NO_ROOT = -1;

  private final long root;
  private final Marker marker;
  private final Supplier<Set<Long>> spared;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<ProcessId> seen = new HashSet<>();
  private long sinceTicks = Long.MIN_VALUE;

  private ProcessTree(long root, Marker marker, Supplier<Set<Long>> spared) {
    this.root = root;
    this.marker = marker;
    this.spared = spared;
  }

  /** All below this JVM. With {@link Native#becomeSubreaper} orphans stay below it. */
  public static ProcessTree below(Marker marker) {
    return new ProcessTree(ProcessHandle.current().pid(), marker, Set::of);
  }

  /** The process (it must not be reaped yet) and all below it, and what bears the marker. */
  public static ProcessTree of(Process process, Marker marker) {
    ProcessTree tree = new ProcessTree(NO_ROOT, marker, Set::of);
    ProcTable.read(process.pid()).map(ProcEntry::id).ifPresent(tree.seen::add);
    return tree;
  }

  /** Only what bears the marker, and what was known before. */
  public static ProcessTree marked(Marker marker, Collection<ProcessId> known) {
    ProcessTree tree = new ProcessTree(NO_ROOT, marker, Set::of);
    tree.seen.addAll(known);
    return tree;
  }

  /**
   * Nobody yet: grows by {@link #include}. No process that is elder than the first that was
   * included is looked at, which makes a look cheap on a host with many.
   */
  public static ProcessTree growing(Marker marker) {
    ProcessTree tree = new ProcessTree(NO_ROOT, marker, Set::of);
    tree.sinceTicks = Long.MAX_VALUE;
    return tree;
  }

  /** This process (it must not be reaped yet) and all below it belong to the tree. */
  public void include(Process process) {
    ProcTable.read(process.pid())
        .ifPresent(
            entry -> {
              lock.lock();
              try {
                seen.add(entry.id());
                sinceTicks = Math.min(sinceTicks, entry.id().startTicks());
              } finally {
                lock.unlock();
              }
            });
  }

  /** The same, without these processes and all below them, asked anew at each look. */
  public ProcessTree sparing(Supplier<Set<Long>> pids) {
    return new ProcessTree(root, marker, pids);
  }

  /** The living members as this look shows them, eldest first; remembers them. */
  public List<ProcEntry> members(ProcTable table) {
    return look(table, true);
  }

  /** As {@link #members} but by parentage alone: cheap enough for each second on a large host. */
  public List<ProcEntry> observe(ProcTable table) {
    return look(table, false);
  }

  /**
   * Kills all members until two looks in a row find none; new ones that are born meanwhile are
   * killed too. Blocks; an interrupt does not cut it short.
   *
   * @return how many were killed and who still lives at the deadline
   */
  public Ended endAll(Duration deadline) {
    long end = System.nanoTime() + deadline.toNanos();
    Set<ProcessId> killed = new HashSet<>();
    boolean interrupted = false;
    int empty = 0;
    while (true) {
      List<ProcEntry> living = members(ProcTable.scan());
      empty = living.isEmpty() ? empty + 1 : 0;
      if (empty == EMPTY_PASSES || System.nanoTime() - end > 0) {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
        return new Ended(killed.size(), living, empty == EMPTY_PASSES);
      }
      for (ProcEntry entry : living) {
        if (kill(entry.id())) {
          killed.add(entry.id());
        }
      }
      try {
        Thread.sleep(PASS_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }

  /**
   * What a sweep did.
   *
   * @param killed how many processes
   * @param left who still lived at the end
   * @param proven whether two looks in a row found nobody
   * @since 0.1
   */
  public record Ended(int killed, List<ProcEntry> left, boolean proven) {}

  private List<ProcEntry> look(ProcTable table, boolean environments) {
    lock.lock();
    try {
      // Included while the table was being read, it is in none of it, and still there.
      seen.removeIf(id -> table.get(id).isEmpty() && !isSame(id));
      Set<Long> tops = new HashSet<>();
      seen.forEach(id -> tops.add(id.pid()));
      for (ProcEntry entry : table.entries()) {
        if (entry.ppid() == root
            || (environments
                && entry.id().startTicks() >= sinceTicks
                && ProcTable.bears(entry.pid(), marker))) {
          tops.add(entry.pid());
        }
      }
      Set<Long> immune = immune(table);
      tops.removeAll(immune);
      Set<Long> all = table.withDescendants(tops);
      all.removeAll(immune);
      List<ProcEntry> living =
          all.stream()
              .flatMap(pid -> table.get(pid).stream())
              .filter(ProcEntry::isAlive)
              .sorted(Comparator.comparingLong(entry -> entry.id().startTicks()))
              .toList();
      living.forEach(entry -> seen.add(entry.id()));
      return living;
    } finally {
      lock.unlock();
    }
  }

  /** The descriptor pins the process, the start time says that it is still the one we saw. */
  private static boolean kill(ProcessId id) {
    long pidfd = Native.pidfdOpen(id.pid());
    if (pidfd < 0) {
      return pidfd == -Native.ENOSYS && isSame(id) && Native.kill(id.pid(), Native.SIGKILL);
    }
    try {
      return isSame(id) && Native.pidfdSignal(pidfd, Native.SIGKILL) == 0;
    } finally {
      Native.close(pidfd);
    }
  }

  private static boolean isSame(ProcessId id) {
    return ProcTable.read(id.pid()).filter(now -> now.id().equals(id)).isPresent();
  }

  private Set<Long> immune(ProcTable table) {
    Set<Long> immune = table.withDescendants(spared.get());
    immune.add(1L);
    immune.addAll(table.ancestorsAndSelf(ProcessHandle.current().pid()));
    return immune;
  }
}
