package io.fleet.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Another process at the same folder: it commits so many times, or holds the lock. */
final class Turns {
  private Turns() {}

  static Process start(Path folder, int times) throws IOException {
    return jvm(folder, "" + times);
  }

  /** Returns when the other process has the lock. */
  static Process hold(Path folder) throws IOException {
    var process = jvm(folder, "hold");
    if (process.getInputStream().read() != 'h') {
      throw new IOException("it did not get the lock");
    }
    return process;
  }

  /** Reads and commits one more revision; false when somebody was faster. */
  static boolean add(SnapshotStore store) {
    var present = store.load();
    return store.commit(present.withSpec("{}", "h", "me", 1), present.epoch());
  }

  private static Process jvm(Path folder, String what) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Turns.class.getName(),
                folder.toString(),
                what))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  public static void main(String[] args) throws Exception {
    var folder = Path.of(args[0]);
    if (args[1].equals("hold")) {
      hold(folder.resolve("snapshot.lock"), System.out);
      return;
    }
    var store = FileSnapshotStore.open(folder);
    for (var done = 0; done < Integer.parseInt(args[1]); ) {
      done += add(store) ? 1 : 0;
    }
  }

  private static void hold(Path file, java.io.PrintStream out) {
    try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.lock()) {
      out.print(lock.isValid() ? "h" : "-");
      out.flush();
      new java.util.concurrent.CountDownLatch(1).await();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
