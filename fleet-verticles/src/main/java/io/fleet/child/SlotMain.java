package io.fleet.child;

import io.fleet.logs.Logging;
import io.fleet.process.Stdio;
import io.fleet.resource.Resources;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The main class of a slot's JVM. Its standard streams belong to the talk with the worker; what
 * user code prints goes to the slot's log.
 *
 * @since 0.1
 */
public final class SlotMain {
  private SlotMain() {}

  /** Started by a worker alone, with its temp folder as {@code java.io.tmpdir}. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length > 0 && args[0].equals("--train")) {
      Training.run();
      System.exit(0);
    }
    var out = new DataOutputStream(new BufferedOutputStream(Stdio.takeStdout()));
    var in = new DataInputStream(new BufferedInputStream(Stdio.takeStdin()));
    var worker = new WorkerEnd(in, out, new DeadMan());
    LinkAppender.to(worker);
    // Secrets that are revealed here are known here alone.
    Logging.guard();
    Thread.currentThread().setName("slot-" + System.getProperty("fleet.slot", "?"));
    var folder = Path.of(System.getProperty("java.io.tmpdir"));
    var resources = Resources.inChild(folder, new AskedPorts(worker));
    resources.start(true);
    new SlotJvm(worker, resources).run();
    System.exit(0);
  }
}
