package io.fleet.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts every child process: in its own session, marked, and (by default) killed by the kernel
 * when this JVM dies. One thread that never ends does it, because the parent-death signal follows
 * the forking <em>thread</em>: a child forked from a pool dies with the pool. Thread-safe; a call
 * takes a few milliseconds and is not cut short by an interrupt (the child would be nobody's).
 *
 * @since 0.1
 */
public final class Spawner {
  private static final Logger LOG = LoggerFactory.getLogger(Spawner.class);
  private static final Spawner SHARED = new Spawner();

  private final LinkedBlockingQueue<FutureTask<Process>> queue = new LinkedBlockingQueue<>();
  private final Map<Long, Process> children = new ConcurrentHashMap<>();

  private Spawner() {
    Thread.ofPlatform().daemon().name("fleet-spawner").start(this::loop);
  }

  /**
   * Starts a child that the kernel kills when this JVM dies. The builder keeps what the caller set
   * (folder, environment, redirects) and is changed by this call: use it once.
   *
   * @throws ProcessException if it could not be started; the message is for the operator
   */
  public static Process start(ProcessBuilder builder, Marker marker) {
    return start(builder, marker, ParentDeath.KILLS_CHILD);
  }

  /** As {@link #start(ProcessBuilder, Marker)}, with a say in what the death of this JVM means. */
  public static Process start(ProcessBuilder builder, Marker marker, ParentDeath death) {
    // A grandchild JVM must not take itself for the one that the shell talks to.
    builder
        .environment()
        .keySet()
        .removeAll(Set.of(ShellProtocol.ENV_SHELL, ShellProtocol.ENV_FLOOR));
    return SHARED.submit(builder, marker, death);
  }

  /** As {@link #start(ProcessBuilder, Marker)}, in a group if there is one. */
  public static Process start(ProcessBuilder builder, Marker marker, Optional<Cgroup> group) {
    check(builder);
    group.ifPresent(
        within -> {
          List<String> all = new ArrayList<>(within.words());
          all.addAll(builder.command());
          builder.command(all);
        });
    return start(builder, marker);
  }

  /** As {@link #start}, but what names the shell stays in the environment. */
  static Process startLinked(ProcessBuilder builder, Marker marker) {
    return SHARED.submit(builder, marker, ParentDeath.LEAVES_CHILD);
  }

  /** Whether this JVM started that process through here and has not reaped it yet. */
  static boolean owns(long pid) {
    return SHARED.children.containsKey(pid);
  }

  /** The pids of all living children that were started through here. */
  static Set<Long> owned() {
    return Set.copyOf(SHARED.children.keySet());
  }

  private Process submit(ProcessBuilder builder, Marker marker, ParentDeath death) {
    builder.environment().putAll(marker.env());
    FutureTask<Process> task =
        new FutureTask<>(
            () -> {
              builder.command(wrap(builder, death));
              return fork(builder);
            });
    queue.add(task);
    return await(task);
  }

  private static List<String> wrap(ProcessBuilder builder, ParentDeath death) {
    List<String> command = new ArrayList<>();
    command.add(SessionTools.get().setsid());
    if (death == ParentDeath.KILLS_CHILD) {
      command.addAll(List.of(SessionTools.get().setpriv(), "--pdeathsig", "KILL", "--"));
    }
    check(builder);
    command.addAll(builder.command());
    return command;
  }

  /** Whether it can be started at all: a sentence now is better than an exit code later. */
  private static void check(ProcessBuilder builder) {
    String program = builder.command().getFirst();
    if (SessionTools.find(program, builder.environment().getOrDefault("PATH", "")).isEmpty()) {
      throw new ProcessException(
          "Cannot start " + program + ": no such executable. Give its full path or install it.");
    }
    Optional.ofNullable(builder.directory())
        .filter(dir -> !dir.isDirectory())
        .ifPresent(
            dir -> {
              throw new ProcessException(
                  "Cannot start " + program + ": its folder " + dir + " does not exist.");
            });
  }

  private Process fork(ProcessBuilder builder) throws IOException {
    Process child = builder.start();
    children.put(child.pid(), child);
    var unused = child.onExit().thenRun(() -> children.remove(child.pid(), child));
    return child;
  }

  private static Process await(FutureTask<Process> task) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw e.getCause() instanceof ProcessException told
              ? told
              : new ProcessException("Cannot start a process: " + e.getCause() + ".", e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void loop() {
    while (true) {
      try {
        queue.take().run();
      } catch (Throwable e) {
        LOG.error("thread=fleet-spawner outcome=continues", e); // its end would kill all children
      }
    }
  }
}
