package io.fleet.worker;

import io.fleet.automation.Children;
import io.fleet.automation.Command;
import io.fleet.automation.ContinuousAutomation;
import io.fleet.automation.Next;
import io.fleet.automation.Run;
import io.fleet.automation.TempFolder;
import io.fleet.config.Default;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Code that nobody should have to run; what it does is in its config. */
public final class Hostile extends ContinuousAutomation<Hostile.Config> {
  /** What it does. */
  public enum Deed {
    NOTHING,
    THROW,
    HANG,
    BUSY,
    IGNORE,
    EXIT,
    HALT,
    HEAP,
    NATIVE,
    THREADS,
    DAEMON,
    DISK,
    STDIN,
    FLOOD
  }

  /**
   * What to do, and a mark for processes.
   *
   * @param deed what
   * @param token of the daemon
   */
  public record Config(@Default("nothing") Deed deed, @Default("0") String token) {}

  private final List<Object> held = new ArrayList<>();

  @Override
  public Next execute(Run<Config> run) throws Exception {
    switch (run.config().deed()) {
      case NOTHING -> {}
      case THROW -> throw new IOException("no luck");
      case HANG -> Thread.sleep(Duration.ofHours(1));
      case BUSY -> spin();
      case IGNORE -> ignore();
      case EXIT -> System.exit(0);
      case HALT -> Runtime.getRuntime().halt(7);
      case HEAP -> fillHeap();
      case NATIVE -> fillMemory();
      case THREADS -> threads();
      case DAEMON -> daemon(run);
      case DISK -> fillDisk(run);
      case STDIN -> System.out.println("read " + System.in.read());
      case FLOOD -> flood();
    }
    return Next.in(Duration.ofMillis(50));
  }

  private static void spin() {
    for (var n = 0L; n >= 0; n++) {
      Thread.onSpinWait();
    }
  }

  private static void ignore() {
    for (; ; ) {
      try {
        Thread.sleep(1_000);
      } catch (InterruptedException ignored) {
        // That is the point of it.
      }
    }
  }

  private void fillHeap() {
    for (; ; ) {
      held.add(new byte[1 << 20]);
    }
  }

  private void fillMemory() throws InterruptedException {
    for (; ; ) {
      held.add(Arena.global().allocate(8 << 20).fill((byte) 1));
      Thread.sleep(5);
    }
  }

  private static void threads() throws InterruptedException {
    for (var i = 0; i < 1_000; i++) {
      Thread.ofPlatform().daemon().start(Hostile::spin);
    }
    Thread.sleep(Duration.ofHours(1));
  }

  private static void daemon(Run<Config> run) throws InterruptedException {
    run.lease(Children.class)
        .run(
            Command.of(
                "sh", "-c", "((setsid env -i sleep " + run.config().token() + " &) &); sleep 1"));
    Thread.sleep(Duration.ofHours(1));
  }

  private static void fillDisk(Run<Config> run) throws IOException {
    Path file = run.lease(TempFolder.class).path().resolve("big");
    try (var out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (; ; ) {
        out.write(ByteBuffer.allocate(1 << 16));
      }
    }
  }

  private static void flood() {
    for (; ; ) {
      System.out.println("x".repeat(10_000));
    }
  }
}
