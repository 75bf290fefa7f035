package io.fleet.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The few system calls that the JDK lacks, through the foreign function API: no native binary. Each
 * method is one call, never blocks and may be called from any thread. Needs {@code
 * --enable-native-access=ALL-UNNAMED} to be silent.
 *
 * @since 0.1
 */
public final class Native {
  /** Stops a process at once; cannot be caught. */
  public static final int SIGKILL = 9;

  /** Asks a process to end. */
  public static final int SIGTERM = 15;

  /** Lets a frozen process go on. */
  public static final int SIGCONT = 18;

  /** Freezes a process. */
  public static final int SIGSTOP = 19;

  static final int ESRCH = 3;
  static final int ECHILD = 10;
  static final int ENOSYS = 38;

  private static final int PR_SET_CHILD_SUBREAPER = 36;
  private static final int WNOHANG = 1;
  private static final int O_CLOEXEC = 0x80000;
  private static final long SYS_PIDFD_SEND_SIGNAL = 424;
  private static final long SYS_PIDFD_OPEN = 434;

  private Native() {}

  /** Whether these calls work here: Linux with native access. */
  public static boolean available() {
    return Handles.INSTANCE != null;
  }

  /**
   * Makes this process the parent of every orphan below it, so that a daemonised grandchild stays
   * in its tree. Holds for the whole process until it ends. Whoever calls this must reap: see
   * {@link Reaper}.
   */
  public static void becomeSubreaper() {
    long rc =
        call(
            h ->
                (int)
                    h.of(Function.PRCTL)
                        .invokeExact(h.state(), PR_SET_CHILD_SUBREAPER, 1L, 0L, 0L, 0L));
    if (rc < 0) {
      throw new ProcessException("prctl(PR_SET_CHILD_SUBREAPER) failed with errno " + -rc + ".");
    }
  }

  /**
   * Sends a signal by number of process. For processes of ours only that are known not to be reaped
   * yet: a pid that was reaped may already be another process.
   *
   * @return whether the process was there
   */
  public static boolean kill(long pid, int signal) {
    if (pid <= 1) {
      throw new IllegalArgumentException("refusing to signal pid " + pid);
    }
    return call(h -> (int) h.of(Function.KILL).invokeExact(h.state(), (int) pid, signal)) == 0;
  }

  /** Reaps one child if it has ended: its pid, 0 if it lives, negative errno otherwise. */
  static long reap(long pid) {
    return call(
        h ->
            (int)
                h.of(Function.WAITPID)
                    .invokeExact(h.state(), (int) pid, MemorySegment.NULL, WNOHANG));
  }

  /** A descriptor that means this process and never a later one of the same pid; or -errno. */
  static long pidfdOpen(long pid) {
    return call(
        h -> (long) h.of(Function.SYSCALL).invokeExact(h.state(), SYS_PIDFD_OPEN, pid, 0L, 0L, 0L));
  }

  /** Signals the process that the descriptor means: 0 or -errno. */
  static long pidfdSignal(long pidfd, int signal) {
    return call(
        h ->
            (long)
                h.of(Function.SYSCALL)
                    .invokeExact(h.state(), SYS_PIDFD_SEND_SIGNAL, pidfd, (long) signal, 0L, 0L));
  }

  /** Makes descriptor {@code to} mean what {@code from} means: {@code to} or -errno. */
  static long dup2(int from, int to) {
    return call(h -> (int) h.of(Function.DUP2).invokeExact(h.state(), from, to));
  }

  static void close(long fd) {
    call(h -> (int) h.of(Function.CLOSE).invokeExact(h.state(), (int) fd));
  }

  /** A new pipe, not inherited by children: {read end, write end}. */
  static int[] pipe() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(JAVA_INT, 2);
      long rc = call(h -> (int) h.of(Function.PIPE2).invokeExact(h.state(), ends, O_CLOEXEC));
      if (rc < 0) {
        throw new ProcessException("pipe2() failed with errno " + -rc + ".");
      }
      return new int[] {ends.getAtIndex(JAVA_INT, 0), ends.getAtIndex(JAVA_INT, 1)};
    }
  }

  private static long call(Call call) {
    Handles handles = Handles.INSTANCE;
    if (handles == null) {
      throw new ProcessException(
          "System calls are not available: Fleet's process control needs Linux and a JVM started"
              + " with --enable-native-access=ALL-UNNAMED.");
    }
    try (Arena arena = Arena.ofConfined()) {
      Bound bound = new Bound(handles, arena.allocate(Handles.STATE));
      long rc = call.on(bound);
      return rc == -1 ? -(int) Handles.ERRNO.get(bound.state(), 0L) : rc;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new ProcessException("A system call could not be made: " + e + ".", e);
    }
  }

  private interface Call {
    long on(Bound handles) throws Throwable;
  }

  /** The functions of libc that are called, each with its signature as in its manual page. */
  private record Function(String name, FunctionDescriptor shape, boolean isVariadic) {
    static final Function PRCTL =
        new Function(
            "prctl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            true);
    static final Function SYSCALL =
        new Function(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            true);
    static final Function KILL =
        new Function("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT), false);
    static final Function WAITPID =
        new Function(
            "waitpid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), false);
    static final Function DUP2 =
        new Function("dup2", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT), false);
    static final Function CLOSE =
        new Function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), false);
    static final Function PIPE2 =
        new Function("pipe2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), false);

    @SuppressWarnings("restricted") // the signatures fit
    MethodHandle bind() {
      var linker = Linker.nativeLinker();
      var address = linker.defaultLookup().findOrThrow(name);
      var errno = Linker.Option.captureCallState("errno");
      return isVariadic
          ? linker.downcallHandle(address, shape, Linker.Option.firstVariadicArg(1), errno)
          : linker.downcallHandle(address, shape, errno);
    }
  }

  /** The handles and the memory for errno of one call. */
  private record Bound(Handles handles, MemorySegment state) {
    MethodHandle of(Function function) {
      return handles.of(function);
    }
  }

  /**
   * Each function is bound when it is first called: that makes classes, for which the start of a
   * slot's JVM would wait.
   */
  private static final class Handles {
    static final StructLayout STATE = Linker.Option.captureStateLayout();
    static final VarHandle ERRNO =
        STATE.varHandle(java.lang.foreign.MemoryLayout.PathElement.groupElement("errno"));
    static final @Nullable Handles INSTANCE = bind();

    private final Map<String, MethodHandle> bound = new ConcurrentHashMap<>();

    MethodHandle of(Function function) {
      return bound.computeIfAbsent(function.name(), name -> function.bind());
    }

    private static @Nullable Handles bind() {
      if (!System.getProperty("os.name", "").equals("Linux")) {
        return null;
      }
      try {
        var handles = new Handles();
        handles.of(Function.DUP2);
        return handles;
      } catch (RuntimeException | LinkageError e) {
        return null; // native access denied; every call then says so
      }
    }
  }
}
