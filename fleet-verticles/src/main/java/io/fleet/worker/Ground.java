package io.fleet.worker;

import io.fleet.process.StateLock;
import io.fleet.resource.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/**
 * What a worker has of its own host: the lock of its state folder, and behind it what it leases,
 * the JVMs of slots and its packages. It needs neither Redis nor the cluster, so it can be opened
 * while these are joined. Opening and closing block.
 */
record Ground(StateLock lock, Resources resources, SlotJvms jvms, Packages packages)
    implements AutoCloseable {

  /** Opens it on a thread of its own. */
  static CompletableFuture<Ground> opening(WorkerSettings settings) {
    var opened = new CompletableFuture<Ground>();
    Thread.ofPlatform()
        .daemon()
        .name("fleet-ground")
        .start(
            () -> {
              try {
                opened.complete(open(settings));
              } catch (IOException | RuntimeException | Error e) {
                opened.completeExceptionally(e);
              }
            });
    return opened;
  }

  /** Fails when another worker has the state folder. */
  static Ground open(WorkerSettings settings) throws IOException {
    Files.createDirectories(settings.state());
    var lock = StateLock.take(settings.state());
    try {
      // Behind the lock: whoever made what is there is dead.
      var resources = new Resources(settings.name(), settings.state());
      resources.start(settings.subreaper());
      var packages =
          Packages.open(
              settings.state(),
              settings.automations(),
              settings.classes(),
              InstantSource.system(),
              System::nanoTime,
              System::gc);
      var jvms = new SlotJvms(settings.name(), settings.state());
      return new Ground(lock, resources, jvms, packages.looked());
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** The lock last, behind which all of it is ours. */
  @Override
  public void close() {
    jvms.close();
    resources.close();
    packages.close();
    lock.close();
  }
}
