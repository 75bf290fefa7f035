package io.fleet.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker JVM's end of the pipe to its {@link WorkerShell}. Thread-safe. {@link #pulse} never
 * blocks, so the lease watchdog may call it each tick; {@link #boot} returns when the shell can
 * read the number.
 *
 * @since 0.1
 */
public final class ShellLink {
  private static final Logger LOG = LoggerFactory.getLogger(ShellLink.class);

  private final OutputStream toShell;
  private final InputStream fromShell;
  private final long floor;
  private final Runnable onShellGone;
  private final AtomicBoolean gone = new AtomicBoolean();
  private final ReentrantLock writing = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean due;
  private long leaseEnd;

  private ShellLink(OutputStream toShell, InputStream fromShell, long floor, Runnable onShellGone) {
    this.toShell = toShell;
    this.fromShell = fromShell;
    this.floor = floor;
    this.onShellGone = onShellGone;
  }

  /**
   * Links this JVM to the shell that started it, if one did. From then on stdout belongs to the
   * protocol: {@code System.out} and what children inherit go to stderr. Call it first in {@code
   * main}, once.
   *
   * @param onShellGone called once, on a thread of its own, when the shell has died: drain and exit
   */
  public static Optional<ShellLink> attach(Runnable onShellGone) {
    Map<String, String> env = System.getenv();
    if (!"1".equals(env.get(ShellProtocol.ENV_SHELL))) {
      return Optional.empty();
    }
    ShellLink link = new ShellLink(Stdio.takeStdout(), System.in, floor(env), onShellGone);
    link.start();
    return Optional.of(link);
  }

  /** The highest boot that the shell knows of, 0 if none: the next boot must be above it. */
  public long floor() {
    return floor;
  }

  /** Tells the shell the number of this boot; call it before the boot's first heartbeat. */
  public void boot(long boot) {
    lock.lock();
    try {
      due = false; // a pulse that still waits tells of the boot before
    } finally {
      lock.unlock();
    }
    write(ShellProtocol.BOOT + boot);
  }

  /**
   * Tells the shell that this JVM is alive; call it each tick.
   *
   * @param leaseEndNanos when the lease ends, by {@link System#nanoTime}, which on Linux is one
   *     clock for all JVMs of a host; a time in the past while there is no lease
   */
  public void pulse(long leaseEndNanos) {
    lock.lock();
    try {
      leaseEnd = leaseEndNanos;
      due = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void start() {
    Thread.ofPlatform().daemon().name("fleet-shell-pulse").start(this::sendPulses);
    Thread.ofPlatform().daemon().name("fleet-shell-watch").start(this::awaitShellsEnd);
  }

  /** A full pipe (a frozen shell) blocks this thread alone. */
  private void sendPulses() {
    try {
      while (!gone.get()) {
        write(ShellProtocol.PULSE + nextPulse());
      }
    } catch (InterruptedException e) {
      LOG.warn("thread=fleet-shell-pulse outcome=ended reason=interrupted");
    }
  }

  private long nextPulse() throws InterruptedException {
    lock.lock();
    try {
      while (!due) {
        changed.await();
      }
      due = false;
      return leaseEnd;
    } finally {
      lock.unlock();
    }
  }

  private void write(String line) {
    writing.lock();
    try {
      // One write of less than PIPE_BUF bytes: never torn apart.
      toShell.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      shellGone();
    } finally {
      writing.unlock();
    }
  }

  private void awaitShellsEnd() {
    try {
      while (fromShell.read() >= 0) {
        LOG.debug("shell=talks outcome=ignored");
      }
    } catch (IOException e) {
      LOG.warn("shell=unreadable error={}", e.toString());
    }
    shellGone();
  }

  private void shellGone() {
    if (gone.compareAndSet(false, true)) {
      LOG.warn("shell=gone action=drain");
      Thread.ofPlatform().name("fleet-shell-gone").start(onShellGone);
    }
  }

  private static long floor(Map<String, String> env) {
    try {
      return Long.parseLong(env.getOrDefault(ShellProtocol.ENV_FLOOR, "0"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
