package io.fleet.child;

import io.fleet.automation.ContinuousAutomation;
import io.fleet.automation.Next;
import io.fleet.automation.Run;
import io.fleet.child.Frame.Call;
import io.fleet.child.Frame.Hook;
import io.fleet.config.Default;
import io.fleet.process.Native;
import io.fleet.resource.Ports;
import io.fleet.resource.Resources;
import io.fleet.stream.Topic;
import io.fleet.stream.Topics;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * A short life of a slot, with its worker in the same JVM, so that the JVM can write down what it
 * loaded: a later one starts from that in a third of the time.
 */
final class Training {
  private static final int ROUNDS = 50;

  private Training() {}

  /** What a slot usually does. */
  public static final class Trainee extends ContinuousAutomation<Trainee.Config> {
    private static final Topic<Item> IN = Topic.of("in", Item.class);
    private static final Topic<Item> OUT = Topic.of("out", Item.class);

    /** Some of each kind. */
    public record Config(String name, @Default("1s") Duration every, List<Integer> numbers) {}

    /** A record. */
    public record Item(String text, long number) {}

    @Override
    public Topics topics() {
      return takes(IN).emits(OUT);
    }

    @Override
    public Next execute(Run<Config> run) {
      var item = run.take(IN);
      run.emit(OUT, new Item(item.text() + run.config().name(), item.number() + 1));
      LoggerFactory.getLogger(Trainee.class).info("trained number={}", item.number());
      run.note("trained", "number", item.number());
      return Next.now();
    }
  }

  static void run() throws IOException, InterruptedException {
    // What the start of a slot's JVM does besides: it moves its standard output aside.
    Native.kill(ProcessHandle.current().pid(), 0);
    var toSlot = new PipedOutputStream();
    var fromSlot = new PipedInputStream(1 << 16);
    var worker =
        new WorkerEnd(
            new DataInputStream(new PipedInputStream(toSlot, 1 << 16)),
            new DataOutputStream(new PipedOutputStream(fromSlot)),
            new DeadMan());
    LinkAppender.to(worker);
    var folder = Files.createTempDirectory("fleet-training");
    try (var resources = Resources.inChild(folder, new Ports())) {
      var slot =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      new SlotJvm(worker, resources).run();
                    } catch (IOException e) {
                      throw new IllegalStateException("the training failed", e);
                    }
                  });
      talk(new DataInputStream(fromSlot), new DataOutputStream(toSlot));
      slot.join();
    }
    Files.delete(folder);
  }

  private static void talk(DataInputStream in, DataOutputStream out) throws IOException {
    var config = "{\"name\":\"x\",\"numbers\":[1,2]}";
    var forEver = System.nanoTime() + Duration.ofHours(1).toNanos();
    FrameIo.write(
        out, new Frame.Begin(Trainee.class.getName(), config, "trainee", 0, 1, 1, forEver, 1));
    FrameIo.read(in);
    for (var hook : hooks()) {
      FrameIo.write(out, new Call(hook, 1, "", 0));
      for (var heard = FrameIo.read(in);
          !(heard instanceof Frame.Returned);
          heard = FrameIo.read(in)) {
        if (heard instanceof Frame.Ask) {
          FrameIo.write(
              out,
              new Frame.Reply(Frame.Verdict.VALUE, "", List.of("{\"text\":\"a\",\"number\":1}")));
        } else if (heard instanceof Frame.Threw threw) {
          throw new IllegalStateException("the training failed: " + threw);
        }
      }
    }
  }

  private static List<Hook> hooks() {
    var hooks = new ArrayList<Hook>();
    hooks.add(Hook.SETUP);
    for (var i = 0; i < ROUNDS; i++) {
      hooks.add(Hook.EXECUTE);
    }
    hooks.add(Hook.TEARDOWN);
    return hooks;
  }
}
