package io.fleet.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A worker JVM of a kind: tells its boot, pulses, and ends when its shell is gone. */
final class LinkedMain {
  private LinkedMain() {}

  public static void main(String[] args) throws Exception {
    Path dir = Path.of(args[0]);
    long leaseNanos = Duration.ofMillis(Long.parseLong(args[1])).toNanos();
    CountDownLatch shellGone = new CountDownLatch(1);
    ShellLink link = ShellLink.attach(shellGone::countDown).orElseThrow();
    link.boot(link.floor() + 1_000);
    System.out.println("not for the shell");
    link.pulse(System.nanoTime() + leaseNanos);
    ShellMain.append(dir.resolve("starts"), ProcessHandle.current().pid() + "\n");
    while (!shellGone.await(100, java.util.concurrent.TimeUnit.MILLISECONDS)) {
      link.pulse(System.nanoTime() + leaseNanos);
    }
    ShellMain.append(dir.resolve("drained"), "yes\n");
  }
}
