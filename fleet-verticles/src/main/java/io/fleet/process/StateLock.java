package io.fleet.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Holds a state folder for one process. The kernel lets go of it when the process ends in whatever
 * way, so it is never stale.
 *
 * @since 0.1
 */
public final class StateLock implements AutoCloseable {
  private final FileChannel channel;

  private StateLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the folder (made with mode 0700 if missing) for this process.
   *
   * @throws ProcessException naming the folder and the other process, if it is held
   */
  public static StateLock take(Path stateDir) {
    return take(stateDir, "lock");
  }

  static StateLock take(Path stateDir, String file) {
    Path dir = stateDir.toAbsolutePath();
    try {
      if (!Files.isDirectory(dir)) {
        Files.createDirectories(
            dir,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      FileChannel channel =
          FileChannel.open(
              dir.resolve(file),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (!tryLock(channel)) {
        String holder = holder(channel);
        channel.close();
        throw new ProcessException(
            "The state folder "
                + dir
                + " is in use by process "
                + holder
                + ". Stop that process or give this one another folder with --state.");
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              String.valueOf(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)),
          0);
      return new StateLock(channel);
    } catch (IOException e) {
      throw new ProcessException(
          "Cannot use the state folder " + dir + " (" + e + "). Make it writable.", e);
    }
  }

  /** Lets go of it. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new ProcessException("Cannot let go of a state folder (" + e + ").", e);
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // this JVM holds it itself
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(32);
    channel.read(buffer, 0);
    String pid =
        new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII).strip();
    return pid.isEmpty() ? "unknown" : pid;
  }
}
