package io.fleet.worker;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What a platform thread used so far, by the JVM's own account; -1 where it keeps none. */
final class ThreadUse {
  private ThreadUse() {}

  static long cpuNanos(long thread) {
    return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
            && threads.isThreadCpuTimeEnabled()
        ? threads.getThreadCpuTime(thread)
        : -1;
  }

  static long allocatedBytes(long thread) {
    return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
            && threads.isThreadAllocatedMemoryEnabled()
        ? threads.getThreadAllocatedBytes(thread)
        : -1;
  }
}
