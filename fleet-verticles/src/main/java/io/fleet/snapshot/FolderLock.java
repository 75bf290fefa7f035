package io.fleet.snapshot;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One at a time in a folder, among all threads of all processes of a host. The kernel lets go when
 * a process ends, so it is never stale. Blocking; thread-safe.
 */
final class FolderLock {
  /** A lock of the kernel belongs to the process: its threads need one among themselves. */
  private static final ConcurrentHashMap<Path, Semaphore> TURNS = new ConcurrentHashMap<>();

  private static final long LOOK_AGAIN_MILLIS = 5;

  private final Path file;
  private final Semaphore turn;
  private final Duration patience;

  /** What is done while nobody else does. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  private FolderLock(Path file, Semaphore turn, Duration patience) {
    this.file = file;
    this.turn = turn;
    this.patience = patience;
  }

  /** Of a folder that is there. */
  static FolderLock of(Path folder, Duration patience) throws IOException {
    var file = folder.toRealPath().resolve("snapshot.lock");
    return new FolderLock(file, TURNS.computeIfAbsent(file, none -> new Semaphore(1)), patience);
  }

  /** Waits for its turn, but not for ever: whoever has it may be frozen. */
  <T> T during(Work<T> work) throws IOException {
    var until = System.nanoTime() + patience.toNanos();
    try {
      if (!turn.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw held();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + file, e);
    }
    // Closing any channel of the file gives up the lock, so it is opened by whoever has the turn.
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      await(channel, until);
      return work.run();
    } finally {
      turn.release();
    }
  }

  private void await(FileChannel channel, long until) throws IOException {
    while (channel.tryLock() == null) {
      if (System.nanoTime() - until > 0) {
        throw held();
      }
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while waiting for " + file, e);
      }
    }
  }

  private IOException held() {
    return new IOException(
        "another master has held "
            + file
            + " for "
            + patience.toSeconds()
            + " s; it may be frozen: look who has it with fuser");
  }
}
