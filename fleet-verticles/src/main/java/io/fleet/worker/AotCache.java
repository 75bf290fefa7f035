package io.fleet.worker;

import io.fleet.child.SlotMain;
import io.fleet.process.Marker;
import io.fleet.process.ProcessException;
import io.fleet.process.Spawner;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes of a slot's JVM as it had them loaded and linked in a short training (JEP 483, 514):
 * a JVM begins with them in a third of the time. Made in the background when it is first asked for;
 * bound to this JDK, these flags and these jars, and without it a JVM only starts slower.
 * Thread-safe.
 */
final class AotCache {
  private static final Logger log = LoggerFactory.getLogger(AotCache.class);
  private static final long TRAINING_SECONDS = 120;

  private final Path file;
  private final String java;
  private final List<String> common;
  private final String classPath;
  private final AtomicBoolean making = new AtomicBoolean();
  private volatile boolean there;

  AotCache(Path folder, String java, List<String> common, String classPath) {
    this.file = folder.resolve("slot-" + key(common, classPath) + ".aot");
    this.java = java;
    this.common = common;
    this.classPath = classPath;
    this.there = Files.isReadable(file);
  }

  /** What a command needs to use it; nothing while it is not there. */
  List<String> flags() {
    if (there) {
      return List.of("-XX:AOTCache=" + file);
    }
    if (allJars() && making.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("fleet-aot").start(this::make);
    }
    return List.of();
  }

  /** A cache holds what comes from jars alone; a build's class folders have none. */
  private boolean allJars() {
    return Arrays.stream(classPath.split(File.pathSeparator))
        .allMatch(each -> each.endsWith(".jar"));
  }

  private void make() {
    var making = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
    try {
      Files.createDirectories(file.getParent());
      var command = new ArrayList<>(List.of("nice", "-n", "19", java));
      command.addAll(common);
      command.addAll(List.of("-XX:AOTCacheOutput=" + making, "-Xmx96m", "-cp", classPath));
      command.addAll(List.of(SlotMain.class.getName(), "--train"));
      var training =
          Spawner.start(
              new ProcessBuilder(command)
                  .redirectErrorStream(true)
                  .redirectOutput(ProcessBuilder.Redirect.DISCARD),
              Marker.NONE);
      if (training.waitFor(TRAINING_SECONDS, TimeUnit.SECONDS)
          && training.exitValue() == 0
          && Files.isReadable(making)) {
        Files.move(making, file, StandardCopyOption.ATOMIC_MOVE);
        there = true;
        log.info("cache of a slot's classes made file={} bytes={}", file, Files.size(file));
      } else {
        training.destroyForcibly();
        log.warn("no cache of a slot's classes: process slots start slower");
      }
    } catch (IOException | ProcessException e) {
      log.warn("no cache of a slot's classes: process slots start slower error={}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String key(List<String> common, String classPath) {
    var crc = new CRC32();
    var what = Runtime.version() + " " + common + " " + classPath + " " + sizes(classPath);
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
