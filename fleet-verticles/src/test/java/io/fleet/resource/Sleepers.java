package io.fleet.resource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Living processes of this host that are {@code sleep TOKEN}. */
final class Sleepers {
  private Sleepers() {}

  static List<ProcessHandle> with(String token) {
    return ProcessHandle.allProcesses().filter(each -> sleeps(each.pid(), token)).toList();
  }

  private static boolean sleeps(long pid, String token) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline"))
          .equals("sleep\0" + token + "\0");
    } catch (IOException e) {
      return false;
    }
  }
}
