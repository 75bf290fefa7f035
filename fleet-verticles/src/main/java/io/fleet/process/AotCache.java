package io.fleet.process;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes of a kind of JVM as it had them loaded and linked in a short training (JEP 483, 514):
 * a JVM begins with them in a third of the time. Made in the background when it is first asked for;
 * bound to this JDK, these flags and these jars, and without it a JVM only starts slower.
 * Thread-safe.
 *
 * @since 0.1
 */
public final class AotCache implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AotCache.class);
  private static final Niceness LEAST = new Niceness(19);
  private static final long TRAINING_SECONDS = 600;

  /** The start that asked for the cache needs the machine for itself. */
  private static final long CALM_SECONDS = Long.getLong("fleet.cache.calm", 60);

  /**
   * Only classes: with the training's profiles as well (JEP 515) a start compiles at once all that
   * was ever hot in the training, which takes longer than what it saves.
   */
  private static final List<String> NO_PROFILES =
      List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTRecordTraining");

  /**
   * At the address it was made for, where that is free: moved elsewhere each JVM would have a copy
   * of all of it in memory, here they share the file's pages.
   */
  private static final List<String> IN_PLACE =
      List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0");

  private final Path file;
  private final List<String> java;
  private final String classPath;
  private final List<String> training;
  private final AtomicBoolean making = new AtomicBoolean();
  private volatile boolean there;
  private volatile boolean closed;
  private volatile @Nullable Process process;

  /**
   * A cache in a folder.
   *
   * @param kind names it, as {@code slot}
   * @param java what starts such a JVM, with all its flags but the class path
   * @param classPath what its class path begins with
   * @param training main class and arguments of a run that ends by itself with 0
   */
  public AotCache(
      Path folder, String kind, List<String> java, String classPath, List<String> training) {
    this.file = folder.toAbsolutePath().resolve(kind + "-" + key(java, classPath) + ".aot");
    this.java = List.copyOf(java);
    this.classPath = classPath;
    this.training = List.copyOf(training);
    this.there = Files.isReadable(file);
  }

  /** What a command needs to use it; nothing while it is not there. */
  public List<String> flags() {
    if (there) {
      var flags = new ArrayList<>(IN_PLACE);
      flags.add("-XX:AOTCache=" + file);
      return List.copyOf(flags);
    }
    if (allJars() && making.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("fleet-aot").start(this::make);
    }
    return List.of();
  }

  /** Ends what is being made: nothing of it outlives whoever asked for it. */
  @Override
  public void close() {
    closed = true;
    var present = process;
    if (present != null) {
      end(present);
    }
  }

  /** The JVM that trains leaves the writing to one below it. */
  private static void end(Process training) {
    training.descendants().forEach(ProcessHandle::destroyForcibly);
    training.destroyForcibly();
  }

  /** A cache holds what comes from jars alone; a build's class folders have none. */
  private boolean allJars() {
    return Arrays.stream(classPath.split(File.pathSeparator))
        .allMatch(each -> each.endsWith(".jar"));
  }

  private void make() {
    var making = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
    var said = making.resolveSibling(making.getFileName() + ".log");
    try {
      TimeUnit.SECONDS.sleep(CALM_SECONDS);
      if (closed) {
        return;
      }
      Files.createDirectories(file.getParent());
      sweep();
      var command = new ArrayList<>(LEAST.words());
      command.addAll(java);
      command.addAll(NO_PROFILES);
      command.addAll(List.of("-XX:AOTCacheOutput=" + making, "-cp", classPath));
      command.addAll(training);
      var training =
          Spawner.start(
              new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()),
              Marker.NONE);
      process = training;
      if (closed) {
        end(training);
      }
      LEAST.ofSession(training.pid());
      if (training.waitFor(TRAINING_SECONDS, TimeUnit.SECONDS)
          && training.exitValue() == 0
          && Files.isReadable(making)) {
        settle(making);
        Files.move(making, file, StandardCopyOption.ATOMIC_MOVE);
        there = true;
        Files.deleteIfExists(said);
        log.info("classes cached file={} bytes={}", file, Files.size(file));
      } else {
        end(training);
        if (!closed) {
          log.warn("classes not cached, starts are slower file={} training={}", file, said);
        }
      }
    } catch (IOException | ProcessException e) {
      log.warn("classes not cached, starts are slower file={} error={}", file, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * On disk before it is used: a start meanwhile, whose boot number must be on disk as well, would
   * wait until all of these megabytes are.
   */
  private static void settle(Path written) throws IOException {
    try (var file = FileChannel.open(written, StandardOpenOption.WRITE)) {
      file.force(true);
    }
  }

  /** Caches of other jars or flags are never used again, and halves of one that was cut short. */
  private void sweep() throws IOException {
    var ours = file.getFileName().toString();
    var kind = ours.substring(0, ours.lastIndexOf('-') + 1);
    try (var all = Files.list(file.getParent())) {
      for (var old : all.filter(each -> each.getFileName().toString().startsWith(kind)).toList()) {
        Files.deleteIfExists(old);
      }
    }
  }

  private static String key(List<String> java, String classPath) {
    var crc = new CRC32();
    var what = Runtime.version() + " " + java + " " + classPath + " " + sizes(classPath);
    crc.update(what.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(crc.getValue());
  }

  private static List<Long> sizes(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator))
        .map(File::new)
        .map(each -> each.length() + each.lastModified())
        .toList();
  }
}
