package io.fleet.chaos;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * flock(2) and a single write(2), which the JDK has not: its file locks belong to a process, not to
 * whoever opened the file, so two generations within one JVM would not exclude each other.
 */
final class Sys {
  private static final int O_WRONLY = 1;
  private static final int O_CREAT = 0x40;
  private static final int O_APPEND = 0x400;
  private static final int O_CLOEXEC = 0x80000;
  private static final int LOCK_EX_NB = 2 | 4;
  private static final MethodHandle OPEN =
      handle(
          "open",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle FLOCK =
      handle("flock", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle WRITE =
      handle("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle CLOSE =
      handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private Sys() {}

  /** Opens a file for appending, and makes it; children do not inherit it. */
  static int open(String path) {
    try (var arena = Arena.ofConfined()) {
      var flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC;
      var fd = (int) OPEN.invokeExact(arena.allocateFrom(path), flags, 0644);
      if (fd < 0) {
        throw new IllegalStateException("cannot open " + path);
      }
      return fd;
    } catch (Throwable e) {
      throw thrown(e);
    }
  }

  /** Whether the exclusive lock is ours now; never waits. */
  static boolean lock(int fd) {
    try {
      return (int) FLOCK.invokeExact(fd, LOCK_EX_NB) == 0;
    } catch (Throwable e) {
      throw thrown(e);
    }
  }

  /** One write. */
  static void write(int fd, String line) {
    var bytes = line.getBytes(StandardCharsets.US_ASCII);
    try (var arena = Arena.ofConfined()) {
      var memory = arena.allocate(bytes.length);
      memory.copyFrom(java.lang.foreign.MemorySegment.ofArray(bytes));
      var written = (long) WRITE.invokeExact(fd, memory, (long) bytes.length);
      if (written != bytes.length) {
        throw new IllegalStateException("the log took " + written + " of: " + line);
      }
    } catch (Throwable e) {
      throw thrown(e);
    }
  }

  static void close(int fd) {
    try {
      var unused = (int) CLOSE.invokeExact(fd);
    } catch (Throwable e) {
      throw thrown(e);
    }
  }

  private static RuntimeException thrown(Throwable e) {
    return e instanceof RuntimeException known ? known : new IllegalStateException(e);
  }

  @SuppressWarnings("restricted") // libc's own signatures, each fits its manual page
  private static MethodHandle handle(
      String name, FunctionDescriptor shape, Linker.Option... options) {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape, options);
  }
}
