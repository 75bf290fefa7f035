package io.fleet.worker;

import io.fleet.metrics.Meters;
import io.fleet.process.ShellLink;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a boot in a real JVM speaks to: the watchdog, the shell, the meters and the bus. */
final class BootOwner implements Boot.Owner {
  private static final Logger log = LoggerFactory.getLogger(BootOwner.class);
  private static final int EXIT_FENCED = 75;

  private final Vertx vertx;
  private final Optional<ShellLink> shell;
  private final Meters meters;
  private final Lease lease;
  private final boolean halt;
  private final LongConsumer over;
  private final Runnable stuck;
  private final Runnable replay;

  BootOwner(
      Vertx vertx,
      Optional<ShellLink> shell,
      Lease lease,
      boolean halt,
      LongConsumer over,
      Runnable stuck,
      Runnable replay) {
    this.vertx = vertx;
    this.shell = shell;
    this.meters = Meters.of(vertx);
    this.lease = lease;
    this.halt = halt;
    this.over = over;
    this.stuck = stuck;
    this.replay = replay;
  }

  @Override
  public Runnable watch(Boot boot) {
    var end = halt ? Optional.<Runnable>of(BootOwner::halt) : Optional.<Runnable>empty();
    var watchdog = new Watchdog(new Watch(lease, boot, System::nanoTime, end));
    watchdog.start();
    return watchdog::stop;
  }

  private static void halt() {
    log.error("user code outlives the fence: halting exit={}", EXIT_FENCED);
    Runtime.getRuntime().halt(EXIT_FENCED);
  }

  @Override
  public void over(Boot boot, long floor) {
    over.accept(floor);
  }

  @Override
  public void stuck(Boot boot) {
    stuck.run();
  }

  @Override
  public void pulse(long endNanos) {
    shell.ifPresent(link -> link.pulse(endNanos));
  }

  @Override
  public void answered() {
    meters.heartbeat();
  }

  @Override
  public void reported() {
    vertx.eventBus().publish("__fleet.nudge.master", "");
  }

  @Override
  public void adopted() {
    replay.run();
  }
}
