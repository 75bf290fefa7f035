package io.fleet.resource;

import io.fleet.automation.Child;
import io.fleet.automation.Command;
import io.fleet.automation.Completed;
import io.fleet.process.Cgroup;
import io.fleet.process.Marker;
import io.fleet.process.ProcessTree;
import io.fleet.process.Spawner;
import io.fleet.resource.Ledger.Account;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** One child process: its output, its time-out, its end. Thread-safe. */
final class OneChild implements Child {
  private static final Logger output = LoggerFactory.getLogger("io.fleet.child");
  private static final Duration KILL = Duration.ofSeconds(5);

  /** What ended has printed its last by then, unless a daemon of it holds the pipe. */
  private static final long LAST_WORDS_MILLIS = 200;

  private final Process process;
  private final ProcessTree tree;
  private final Account account;
  private final Tail tail = new Tail();
  private final CountDownLatch silent = new CountDownLatch(1);
  private final AtomicBoolean counted = new AtomicBoolean();
  private final Optional<Future<?>> timeout;
  private volatile boolean timedOut;
  private volatile boolean killed;

  private OneChild(Process process, ProcessTree tree, Account account, Command command) {
    this.process = process;
    this.tree = tree;
    this.account = account;
    this.timeout = command.timeout().map(time -> Timeouts.after(time, this::timeOut));
  }

  /** Starts it; {@code all} is the tree of the lease, which gets to know it. */
  static OneChild start(
      ProcessBuilder builder,
      Command command,
      Marker marker,
      Optional<Cgroup> group,
      ProcessTree all,
      Account account) {
    var process = Spawner.start(builder.redirectErrorStream(true), marker, group);
    account.opened(Kind.PROCESS);
    all.include(process);
    var own = ProcessTree.growing(Marker.NONE);
    own.include(process);
    var child = new OneChild(process, own, account, command);
    var mdc = Optional.ofNullable(MDC.getCopyOfContextMap());
    Thread.ofPlatform()
        .daemon()
        .name("child-" + process.pid())
        .start(
            () -> {
              mdc.ifPresent(MDC::setContextMap);
              child.read();
            });
    return child;
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public OutputStream input() {
    return process.getOutputStream();
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public Completed await() throws InterruptedException {
    process.waitFor();
    silent.await(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
    settle();
    return new Completed(process.exitValue(), tail.text(), timedOut);
  }

  @Override
  public void close() {
    timeout.ifPresent(each -> each.cancel(false));
    if (process.isAlive()) {
      killed = true;
    }
    // Below it may still live what it started, so it is asked even when it has ended itself.
    var ended = tree.endAll(KILL);
    if (!ended.proven()) {
      output.error("child pid={} outcome=unkillable left={}", process.pid(), ended.left());
    }
    settle();
  }

  /** Whether it has ended and was counted. */
  boolean isOver() {
    if (!process.isAlive()) {
      settle();
    }
    return counted.get();
  }

  /** Counts its end, once; an unkillable one stays open in the ledger. */
  private void settle() {
    if (ended() && counted.compareAndSet(false, true)) {
      if (killed) {
        account.reaped(Kind.PROCESS);
      } else {
        account.closed(Kind.PROCESS);
      }
    }
  }

  /** Waits for the end of what was killed, whatever the slot's thread was interrupted for. */
  private boolean ended() {
    var interrupted = Thread.interrupted();
    try {
      return process.waitFor(KILL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
      return !process.isAlive();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void timeOut() {
    if (process.isAlive()) {
      timedOut = true;
      killed = true;
      var unused = tree.endAll(KILL);
    }
  }

  private void read() {
    var lines = new Lines(line -> output.info("{}", line));
    var bytes = new byte[8 << 10];
    try (InputStream in = process.getInputStream()) {
      for (var got = in.read(bytes); got >= 0; got = in.read(bytes)) {
        tail.add(bytes, got);
        lines.add(bytes, got);
      }
    } catch (IOException e) {
      output.debug("child pid={} output=ended error={}", process.pid(), e.toString());
    } finally {
      lines.end();
      silent.countDown();
    }
  }
}
