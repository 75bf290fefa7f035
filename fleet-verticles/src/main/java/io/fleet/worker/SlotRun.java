package io.fleet.worker;

import io.fleet.automation.Run;
import io.fleet.automation.SlotInfo;
import io.fleet.resource.Leases;
import io.fleet.resource.SlotWeb;
import io.fleet.slot.Share;
import io.fleet.stream.Topic;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an automation sees while it runs on a slot. */
final class SlotRun<C> implements Run<C> {
  private static final Logger log = LoggerFactory.getLogger("io.fleet.notes");
  private static final int FLUSH_AT = 1_000;

  private final Vertx vertx;
  private final Tenancy tenancy;
  private final Surroundings around;
  private final Plumbing plumbing;
  private final Leases leases;
  private final Doorbell bell;
  private final Stopwatch watch;
  private final Runnable goOn;
  private @Nullable WebClient web;
  private int emitted;

  /**
   * For one generation.
   *
   * @param goOn throws when a wait must end
   */
  SlotRun(
      Vertx vertx,
      Tenancy tenancy,
      Surroundings around,
      Plumbing plumbing,
      Leases leases,
      Doorbell bell,
      Stopwatch watch,
      Runnable goOn) {
    this.vertx = vertx;
    this.tenancy = tenancy;
    this.around = around;
    this.plumbing = plumbing;
    this.leases = leases;
    this.bell = bell;
    this.watch = watch;
    this.goOn = goOn;
  }

  @Override
  @SuppressWarnings("unchecked") // bound to the automation's own record
  public C config() {
    return (C) tenancy.config();
  }

  @Override
  public SlotInfo slot() {
    return tenancy.info(around.desired());
  }

  @Override
  public Vertx vertx() {
    return vertx;
  }

  @Override
  public WebClient web() {
    var present = web;
    if (present == null) {
      present = SlotWeb.open(vertx, tenancy.slot().automation());
      web = present;
    }
    return present;
  }

  @Override
  public InstantSource clock() {
    return around.clock();
  }

  @Override
  public <T> List<T> share(Collection<T> all) {
    var slot = slot();
    return Share.of(all, slot.index(), slot.count());
  }

  @Override
  public <T> List<T> take(Topic<T> topic, int most, Duration patience) {
    if (most < 1) {
      throw new IllegalArgumentException("take at least 1 record, not " + most);
    }
    var now = around.nanos().getAsLong();
    var end = now + Math.min(patience.toNanos(), Doorbell.longest());
    watch.waits(true, now);
    try {
      for (; ; ) {
        goOn.run();
        var taken = plumbing.poll(topic, most);
        var left = end - around.nanos().getAsLong();
        if (!taken.isEmpty() || left <= 0) {
          return taken;
        }
        bell.await(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopping(tenancy.slot().toString());
    } finally {
      watch.waits(false, around.nanos().getAsLong());
    }
  }

  @Override
  public <T> void emit(Topic<T> topic, T value) {
    var outlet = plumbing.outlet(topic);
    if (outlet.full() || emitted >= FLUSH_AT) {
      flush();
    }
    outlet.offer(value);
    emitted++;
    watch.moved(around.nanos().getAsLong());
  }

  @Override
  public <R extends AutoCloseable> R lease(Class<R> type) {
    return leases.lease(type);
  }

  @Override
  public void note(String text, Object... keysAndValues) {
    log.info("{} slot={} {}", text, tenancy.slot(), Arrays.toString(keysAndValues));
    watch.moved(around.nanos().getAsLong());
  }

  /** Sends what was emitted so far. */
  void flush() {
    plumbing.flush().await();
    emitted = 0;
  }

  void close() {
    if (web != null) {
      web.close();
    }
  }
}
