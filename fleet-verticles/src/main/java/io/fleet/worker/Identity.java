package io.fleet.worker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which process this is, for people.
 *
 * @param host its name
 * @param pid of this JVM
 */
record Identity(String host, long pid) {
  private static final Path STATM = Path.of("/proc/self/statm");
  private static final long PAGE_BYTES = 4096;

  static Identity here() {
    return new Identity(hostName(), ProcessHandle.current().pid());
  }

  /** Resident memory; 0 where the system does not tell. A read of /proc does not wait for a disk. */
  long rssBytes() {
    try {
      return Files.exists(STATM) ? Long.parseLong(Files.readString(STATM).split(" ")[1]) * PAGE_BYTES : 0;
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
