package io.fleet.process;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The small supervisor above a worker JVM ({@code fleet worker}). It starts the JVM in its own
 * session; when that ends in whatever way it kills everything the JVM left behind, sees two empty
 * passes, has the death certified and starts the JVM again with back-off. A JVM that is silent
 * while its lease is over is frozen: killed, certified, started again.
 *
 * <p>{@link #run} blocks its thread until the JVM ended for good; {@link #stop} may be called from
 * any thread. One shell at a time in a process, since orphans that cleared their environment are
 * told by their parent alone.
 *
 * @since 0.1
 */
public final class WorkerShell {
  /** The JVM did its work and shall not be started again. */
  public static final int EXIT_DONE = 0;

  /** A mistake in the configuration: starting again would not help. */
  public static final int EXIT_CONFIG = 78;

  /** The JVM fenced itself; started again. */
  public static final int EXIT_FENCED = 75;

  private static final Logger LOG = LoggerFactory.getLogger(WorkerShell.class);
  private static final AtomicBoolean RUNNING = new AtomicBoolean();
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration SWEEP = Duration.ofSeconds(10);
  private static final long POLL_MILLIS = 20;

  private final String name;
  private final Supplier<List<String>> command;
  private final ShellSettings settings;
  private final Marker marker;
  private final ProcessTree tree;
  private final TreeJournal journal;
  private final Certificates certificates;
  private final RestartDelay delay;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition stopping = lock.newCondition();

  private @Nullable ShellChild child;
  private volatile long jvm;
  private int stops;
  private long highestBoot;

  private WorkerShell(
      String name, Supplier<List<String>> command, Certifier certifier, ShellSettings settings) {
    this.name = name;
    this.command = command;
    this.settings = settings;
    this.marker = Marker.worker(name, settings.stateDir());
    this.tree = ProcessTree.below(marker).sparing(this::others);
    this.journal = new TreeJournal(settings.stateDir());
    this.certificates = new Certificates(name, certifier);
    this.delay = new RestartDelay(settings);
  }

  /**
   * A shell for the worker of that name.
   *
   * @param name the worker's name, marked on every process of it
   * @param command what starts the worker JVM; asked before each start
   * @param certifier writes death certificates
   * @param settings state folder and times
   */
  public static WorkerShell of(
      String name, Supplier<List<String>> command, Certifier certifier, ShellSettings settings) {
    return new WorkerShell(name, command, certifier, settings);
  }

  /**
   * Supervises until the JVM ended with 0 or 78, or {@link #stop} was called.
   *
   * @return the exit code for this process: that of the JVM
   * @throws ProcessException if another shell has this state folder, or the JVM cannot be started
   */
  public int run() {
    if (!RUNNING.compareAndSet(false, true)) {
      throw new ProcessException("A worker shell is already running in this process.");
    }
    try (StateLock _ = StateLock.take(settings.stateDir(), "shell.lock")) {
      endTree(ProcessTree.marked(marker, journal.read()));
      // Only now: the reaper writes the journal that was just read.
      try (Reaper _ = Reaper.start(LOOK, table -> journal.write(tree.observe(table)))) {
        certificates.start();
        return supervise();
      }
    } finally {
      certificates.close();
      RUNNING.set(false);
    }
  }

  /** Asks the JVM to drain and end (SIGTERM); the second call kills it. */
  public void stop() {
    lock.lock();
    try {
      stops++;
      LOG.info("worker={} action=stop call={}", name, stops);
      ShellChild now = child;
      if (now != null && stops == 1) {
        now.terminate();
      } else if (now != null) {
        now.kill();
      }
      stopping.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private int supervise() {
    PassThrough output = new PassThrough(System.out);
    boolean everStarted = false;
    while (true) {
      Optional<ShellChild> started = Optional.empty();
      try {
        started = startUnlessStopped(output);
      } catch (ProcessException e) {
        if (!everStarted) {
          throw e;
        }
        LOG.error("worker={} action=start outcome=retry error={}", name, e.getMessage());
      }
      if (started.isPresent()) {
        everStarted = true;
        int code = live(started.get());
        output.flush();
        if (code == EXIT_DONE || code == EXIT_CONFIG || isStopping()) {
          return lastly(code);
        }
      }
      pause(delay.after(started.map(ShellChild::uptimeWithLease).orElse(Duration.ZERO)));
      if (isStopping()) {
        return lastly(EXIT_DONE);
      }
    }
  }

  /** From start to a proven end. */
  private int live(ShellChild now) {
    try (now) {
      watch(now);
      LOG.info(
          "worker={} pid={} exit={} boot={} up={}",
          name,
          now.pid(),
          now.exitCode(),
          now.boot(),
          now.uptime());
      bury(now);
      return now.exitCode();
    }
  }

  private int lastly(int code) {
    if (!certificates.awaitDone(settings.lastCertificate())) {
      LOG.warn("worker={} certificate=not-written consequence=healing-waits-for-T_dead", name);
    }
    return code;
  }

  private Optional<ShellChild> startUnlessStopped(PassThrough output) {
    lock.lock();
    try {
      if (stops > 0) {
        return Optional.empty();
      }
      ShellChild started = ShellChild.start(command.get(), marker, highestBoot, output::write);
      child = started;
      jvm = started.pid();
      LOG.info("worker={} pid={} action=started floor={}", name, started.pid(), highestBoot);
      return Optional.of(started);
    } finally {
      lock.unlock();
    }
  }

  /** Children of this process that have nothing to do with the worker. */
  private Set<Long> others() {
    Set<Long> others = new HashSet<>(Spawner.owned());
    others.remove(jvm);
    return others;
  }

  /**
   * Returns when the JVM has ended. All it told has been read by then: one read takes more than a
   * pipe can hold, however much its children still write.
   */
  private void watch(ShellChild now) {
    journal.write(tree.observe(ProcTable.scan()));
    boolean ended = false;
    boolean killed = false;
    while (!ended) {
      ended = awaitEnd(now);
      long clock = System.nanoTime();
      boolean all = now.read();
      if (now.holdsLease()) {
        certificates.registered(now.boot());
      }
      if (!ended && !killed && all && now.isFrozen(clock, settings.silence())) {
        killed = true; // its end may take a moment
        LOG.warn("worker={} pid={} boot={} action=kill reason=frozen", name, now.pid(), now.boot());
        now.kill();
      }
    }
    highestBoot = Math.max(highestBoot, now.boot());
  }

  /** The boot is fixed before the sweep: no later one can be meant by its certificate. */
  private void bury(ShellChild dead) {
    lock.lock();
    try {
      child = null;
    } finally {
      lock.unlock();
    }
    long boot = dead.boot();
    if (endTree(tree) && boot > 0) {
      certificates.issue(boot);
    }
  }

  /** Goes on until the tree is proven empty, or the operator has asked twice to give up. */
  private boolean endTree(ProcessTree doomed) {
    while (true) {
      ProcessTree.Ended ended = doomed.endAll(SWEEP);
      if (ended.killed() > 0 || !ended.proven()) {
        LOG.info("worker={} killed={} left={}", name, ended.killed(), ended.left());
      }
      if (ended.proven()) {
        return true;
      }
      LOG.error("worker={} action=sweep outcome=unkillable left={}", name, ended.left());
      if (stopCalls() > 1) {
        return false;
      }
    }
  }

  private boolean awaitEnd(ShellChild now) {
    try {
      return now.awaitEnd(POLL_MILLIS);
    } catch (InterruptedException e) {
      stop(); // an interrupt of the supervisor asks for the same
      return false;
    }
  }

  private void pause(Duration time) {
    long left = time.toNanos();
    lock.lock();
    try {
      while (left > 0 && stops == 0) {
        left = stopping.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      stops++;
    } finally {
      lock.unlock();
    }
  }

  private boolean isStopping() {
    return stopCalls() > 0;
  }

  private int stopCalls() {
    lock.lock();
    try {
      return stops;
    } finally {
      lock.unlock();
    }
  }
}
