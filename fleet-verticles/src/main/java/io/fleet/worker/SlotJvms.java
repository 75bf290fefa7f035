package io.fleet.worker;

import io.fleet.child.Frame;
import io.fleet.child.SlotMain;
import io.fleet.config.Bytes;
import io.fleet.process.AotCache;
import io.fleet.process.Niceness;
import io.fleet.resource.Leases;
import java.io.File;
import java.net.URISyntaxException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the JVMs of process slots. Thread-safe. */
final class SlotJvms implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SlotJvms.class);

  /** A slot that computes all the time must not cost others their turns. */
  private static final Niceness NICENESS = new Niceness(10);

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /** The same for all, so that one cache of loaded classes fits all. */
  private static final List<String> COMMON =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:+UseCompactObjectHeaders",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          // Else a 64th of the host's memory, which the garbage of the start would fill.
          "-Xms16m",
          "-Xss512k",
          "-Xlog:disable",
          "-Xlog:all=off",
          "-Dfleet.role=slot",
          "-Dvertx.logger-delegate-factory-class-name=io.vertx.core.logging.SLF4JLogDelegateFactory");

  private final String worker;
  private final AotCache cache;

  SlotJvms(String worker, Path state) {
    this.worker = worker;
    var java = new ArrayList<String>();
    java.add(JAVA);
    java.addAll(COMMON);
    this.cache =
        new AotCache(
            state.resolve("aot"),
            "slot",
            java,
            coreClassPath(),
            List.of(SlotMain.class.getName(), "--train"));
  }

  /** The pipes of a process are there a moment after the process is. */
  private static final class Later {
    volatile Optional<ChildPipes> pipes = Optional.empty();
  }

  /**
   * Starts one, for a slot that holds a valid lease.
   *
   * @param atEnd hears that it has ended, whoever ended it
   */
  Program start(Tenancy tenancy, Surroundings around, Leases leases, Runnable atEnd) {
    var limit = tenancy.spec().threads().limit();
    var later = new Later();
    var over = new AtomicBoolean();
    var process =
        leases.launch(
            new ProcessBuilder(command(tenancy, limit, leases.home()))
                .directory(leases.home().toFile()),
            () -> later.pipes.ifPresent(ChildPipes::leave),
            held -> {
              if (held > limit.count()) {
                later
                    .pipes
                    .filter(there -> over.compareAndSet(false, true))
                    .ifPresent(pipes -> kill(pipes, held, limit));
              }
            });
    NICENESS.ofSession(process.process().pid());
    var pipes = ChildPipes.over(process, leases, atEnd);
    later.pipes = Optional.of(pipes);
    var link =
        new ChildLink(
            tenancy.slot(),
            pipes,
            () -> around.desired().count(tenancy.slot().automation()),
            around.resources().ports());
    var info = tenancy.info(around.desired());
    link.begin(
        new Frame.Begin(
            tenancy.type().className(),
            tenancy.spec().config(),
            info.automation(),
            info.index(),
            info.count(),
            info.generation(),
            around.lease().endNanos(),
            around.desired().fleet().failover().stopGrace().toNanos()));
    return new ProcessProgram(tenancy.slot(), link);
  }

  /** Ends what was begun besides the slots. */
  @Override
  public void close() {
    cache.close();
  }

  /** Not on the thread that looks at all the others. */
  private static void kill(ChildPipes pipes, long held, Bytes limit) {
    var why =
        "MEMORY_LIMIT: its processes hold %s of %s".formatted(Bytes.ofMebi(held >> 20), limit);
    Thread.ofPlatform().daemon().name("fleet-memory-limit").start(() -> pipes.kill(why));
  }

  private List<String> command(Tenancy tenancy, Bytes limit, Path home) {
    var command = new ArrayList<>(NICENESS.words());
    command.add(JAVA);
    command.addAll(COMMON);
    command.addAll(cache.flags());
    command.add("-Xmx" + heapMebi(limit) + "m");
    command.add("-Dfleet.name=" + worker);
    command.add("-Dfleet.slot=" + tenancy.slot());
    command.add("-Djava.io.tmpdir=" + home);
    command.add("-cp");
    // Ours first and alike: that is what the cache was made for.
    command.add(coreClassPath() + packageClassPath(tenancy.type().loader()));
    command.add(SlotMain.class.getName());
    return command;
  }

  /** What is left of the limit when the JVM itself has taken its part. */
  static long heapMebi(Bytes limit) {
    return Math.max(24, ((limit.count() >> 20) - 80) * 3 / 4);
  }

  /** Absolute: the process stands in its own folder. */
  private static String coreClassPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String packageClassPath(ClassLoader loader) {
    var more = new StringBuilder();
    for (var each = loader; each != null; each = each.getParent()) {
      if (each instanceof URLClassLoader urls) {
        for (var url : urls.getURLs()) {
          try {
            more.append(':').append(Path.of(url.toURI()));
          } catch (URISyntaxException | RuntimeException e) {
            log.warn("not on the class path of a process: {}", url);
          }
        }
      }
    }
    return more.toString();
  }
}
