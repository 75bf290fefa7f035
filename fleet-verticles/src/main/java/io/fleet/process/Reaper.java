package io.fleet.process;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes this JVM the parent of orphans below it and buries those that have ended. Buries by pid,
 * and only what is not a child of {@link Spawner} and was a zombie in two looks: a wait for any
 * child would steal the exit codes of the JDK's own. One daemon thread.
 *
 * @since 0.1
 */
public final class Reaper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);

  private final long self = ProcessHandle.current().pid();
  private final boolean adopts;
  private final long intervalMillis;
  private final Consumer<ProcTable> eachLook;
  private final AtomicLong reaped = new AtomicLong();
  private final Thread thread;
  private Set<ProcessId> zombies = Set.of();

  private Reaper(Duration interval, boolean adopts, Consumer<ProcTable> eachLook) {
    this.adopts = adopts;
    this.intervalMillis = interval.toMillis();
    this.eachLook = eachLook;
    this.thread = Thread.ofPlatform().daemon().name("fleet-reaper").unstarted(this::loop);
  }

  /** Starts it; looks each interval (0.5 to 1 s is right) and hands every look on as well. */
  public static Reaper start(Duration interval, Consumer<ProcTable> eachLook) {
    return start(interval, true, eachLook);
  }

  /**
   * Starts it.
   *
   * @param adopts whether orphans come to this JVM; if not, it only looks
   */
  public static Reaper start(Duration interval, boolean adopts, Consumer<ProcTable> eachLook) {
    if (adopts) {
      Native.becomeSubreaper();
    }
    Reaper reaper = new Reaper(interval, adopts, eachLook);
    reaper.thread.start();
    return reaper;
  }

  /** How many orphans were buried so far. */
  public long reaped() {
    return reaped.get();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void loop() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        look();
        Thread.sleep(intervalMillis);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.warn("thread=fleet-reaper outcome=continues", e);
      }
    }
  }

  private void look() {
    ProcTable table = ProcTable.scan();
    if (adopts) {
      bury(table);
    }
    eachLook.accept(table);
  }

  private void bury(ProcTable table) {
    Set<ProcessId> now = new HashSet<>();
    for (ProcEntry entry : table.entries()) {
      if (entry.ppid() == self && entry.state() == 'Z' && !Spawner.owns(entry.pid())) {
        if (!zombies.contains(entry.id())) {
          now.add(entry.id());
        } else if (Native.reap(entry.pid()) > 0) {
          reaped.incrementAndGet();
        }
      }
    }
    zombies = now;
  }
}
