package io.fleet.process;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One life of the worker JVM as its shell sees it: the process, and what it told through its
 * stdout. The pipe is our own and not {@link Process#getInputStream}: the JDK drains that one on a
 * thread of its own when the process ends, which could tear the last boot line apart. One thread
 * reads; {@link #terminate} and {@link #kill} may come from any.
 */
final class ShellChild implements AutoCloseable {
  private static final int READ_BYTES = 16_384;
  private static final int MAX_LINE = 65_536;
  private static final int READS_AT_ONCE = 64;

  private final Process process;
  private final FileInputStream pipe;
  private final Consumer<byte[]> passThrough;
  private final long startedAt = System.nanoTime();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long boot;
  private boolean pulsed;
  private long pulseAt;
  private long leaseEnd;

  private ShellChild(Process process, FileInputStream pipe, Consumer<byte[]> passThrough) {
    this.process = process;
    this.pipe = pipe;
    this.passThrough = passThrough;
  }

  static ShellChild start(
      List<String> command, Marker marker, long floor, Consumer<byte[]> passThrough) {
    int[] ends = Native.pipe();
    try {
      FileInputStream pipe = new FileInputStream("/proc/self/fd/" + ends[0]);
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command)
                .redirectOutput(new File("/proc/self/fd/" + ends[1]))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder
            .environment()
            .putAll(
                Map.of(
                    ShellProtocol.ENV_SHELL, "1", ShellProtocol.ENV_FLOOR, String.valueOf(floor)));
        return new ShellChild(Spawner.startLinked(builder, marker), pipe, passThrough);
      } catch (RuntimeException e) {
        pipe.close();
        throw e;
      }
    } catch (IOException e) {
      throw new ProcessException("Cannot open a pipe to the worker JVM (" + e + ").", e);
    } finally {
      Native.close(ends[0]);
      Native.close(ends[1]);
    }
  }

  long pid() {
    return process.pid();
  }

  /** The last boot it told, 0 if none. */
  long boot() {
    return boot;
  }

  /** Whether its last pulse told of a lease that had not ended when it came: it has registered. */
  boolean holdsLease() {
    return pulsed && leaseEnd - pulseAt > 0;
  }

  /**
   * Whether it is silent and its lease is over. The caller reads the clock first, then the pipe,
   * then asks: so a stall of our own never counts as its silence.
   */
  boolean isFrozen(long now, Duration silence) {
    return pulsed && now - pulseAt > silence.toNanos() && now - leaseEnd > 0;
  }

  /** Reads what is in the pipe without waiting; whether it is empty now. */
  boolean read() {
    byte[] buffer = new byte[READ_BYTES];
    try {
      for (int i = 0; i < READS_AT_ONCE; i++) {
        int there = pipe.available();
        int got = there > 0 ? pipe.read(buffer, 0, Math.min(there, buffer.length)) : 0;
        if (got <= 0) {
          return true;
        }
        take(buffer, got);
      }
      return false;
    } catch (IOException e) {
      throw new ProcessException("Cannot read from the worker JVM (" + e + ").", e);
    }
  }

  /** Waits for its end, at most so long. */
  boolean awaitEnd(long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  int exitCode() {
    return process.exitValue();
  }

  Duration uptime() {
    return Duration.ofNanos(System.nanoTime() - startedAt);
  }

  /** The same of one that was ever answered; one that came up for nothing was never healthy. */
  Duration uptimeWithLease() {
    return pulsed ? uptime() : Duration.ZERO;
  }

  void terminate() {
    // Not the process: that would close its stdin too, which says that the shell is gone.
    process.toHandle().destroy();
  }

  void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    if (line.size() > 0) {
      line.write('\n'); // else the next line of the shell's own log would stick to it
      passThrough.accept(line.toByteArray());
    }
    try {
      pipe.close();
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new ProcessException("Cannot close the pipe to the worker JVM (" + e + ").", e);
    }
  }

  private void take(byte[] buffer, int length) {
    for (int i = 0; i < length; i++) {
      line.write(buffer[i]);
      if (buffer[i] == '\n' || line.size() == MAX_LINE) {
        accept(line.toByteArray());
        line.reset();
      }
    }
  }

  private void accept(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8).strip();
    try {
      if (text.startsWith(ShellProtocol.BOOT)) {
        boot = Math.max(boot, Long.parseLong(text.substring(ShellProtocol.BOOT.length())));
        // What the lease of the boot before said holds no more.
        leaseEnd = System.nanoTime();
        return;
      }
      if (text.startsWith(ShellProtocol.PULSE)) {
        leaseEnd = Long.parseLong(text.substring(ShellProtocol.PULSE.length()));
        pulseAt = System.nanoTime();
        pulsed = true;
        return;
      }
    } catch (NumberFormatException e) {
      // no protocol after all: somebody printed a line like it
    }
    passThrough.accept(bytes);
  }
}
