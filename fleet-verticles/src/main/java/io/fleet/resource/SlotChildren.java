package io.fleet.resource;

import io.fleet.automation.Child;
import io.fleet.automation.Children;
import io.fleet.automation.Command;
import io.fleet.automation.Completed;
import io.fleet.process.Cgroup;
import io.fleet.process.Marker;
import io.fleet.process.ProcessException;
import io.fleet.process.ProcessTree;
import io.fleet.resource.Ledger.Account;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The children of one lease, and whatever they left behind. */
final class SlotChildren implements Children {
  private static final Logger log = LoggerFactory.getLogger(SlotChildren.class);
  private static final Duration SWEEP = Duration.ofSeconds(5);

  private final String slot;
  private final Marker marker;
  private final Supplier<Path> folder;
  private final Account account;
  private final Supplier<Optional<Cgroup>> groups;
  private final ProcessTree tree;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<OneChild> children = new ArrayList<>();
  private Optional<Cgroup> group = Optional.empty();
  private boolean started;
  private boolean closed;

  SlotChildren(
      String slot,
      Marker marker,
      Supplier<Path> folder,
      Account account,
      Supplier<Optional<Cgroup>> groups) {
    this.slot = slot;
    this.marker = marker;
    this.folder = folder;
    this.account = account;
    this.groups = groups;
    this.tree = ProcessTree.growing(marker);
  }

  /** The processes of this lease as they were last seen; for the looks of the reaper. */
  ProcessTree tree() {
    return tree;
  }

  @Override
  public Child start(Command command) {
    lock.lock();
    try {
      return startHeld(command);
    } finally {
      lock.unlock();
    }
  }

  private Child startHeld(Command command) {
    if (closed) {
      throw new IllegalStateException(
          "slot %s gave its lease of Children back; lease it again to start %s"
              .formatted(slot, command));
    }
    // Those that ended need no lease any more; a long one may start very many.
    children.removeIf(OneChild::isOver);
    var home = folder.get();
    var builder =
        new ProcessBuilder(command.words()).directory(command.folder().orElse(home).toFile());
    builder.environment().put("TMPDIR", home.toString());
    builder.environment().putAll(command.env());
    if (!started) {
      group = groups.get();
    }
    try {
      var child = OneChild.start(builder, command, marker, group, tree, account);
      children.add(child);
      started = true;
      return child;
    } catch (ProcessException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  @Override
  public Completed run(Command command) throws InterruptedException {
    try (var child = start(command)) {
      return child.await();
    }
  }

  /** Ends what runs now; the lease goes on. Any thread. */
  void kill() {
    running().forEach(OneChild::close);
  }

  private List<OneChild> running() {
    lock.lock();
    try {
      return List.copyOf(children);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed && started) {
        endAll();
      }
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  private void endAll() {
    children.forEach(OneChild::close);
    // Whoever hides from the sweep is in the group; the sweep proves that what it knows is gone.
    var ended = tree.endAll(SWEEP);
    group.ifPresent(Cgroup::kill);
    group.ifPresent(Cgroup::remove);
    account.foundAndReaped(Kind.PROCESS, ended.killed());
    if (!ended.proven()) {
      log.error("slot={} outcome=unkillable left={}", slot, ended.left());
      account.found(Kind.PROCESS, ended.left().size());
    }
  }
}
