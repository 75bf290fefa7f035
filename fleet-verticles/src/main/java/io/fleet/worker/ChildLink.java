package io.fleet.worker;

import io.fleet.automation.Reject;
import io.fleet.automation.Retry;
import io.fleet.automation.Run;
import io.fleet.child.Frame;
import io.fleet.child.Frame.Ask;
import io.fleet.child.Frame.Call;
import io.fleet.child.Frame.Hook;
import io.fleet.child.Frame.Ready;
import io.fleet.child.Frame.Reply;
import io.fleet.child.Frame.Returned;
import io.fleet.child.Frame.Thrown;
import io.fleet.child.Frame.Verdict;
import io.fleet.resource.PortSource;
import io.fleet.slot.SlotId;
import io.fleet.stream.Fenced;
import io.fleet.stream.Raw;
import io.fleet.stream.Topic;
import io.fleet.stream.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;

/**
 * The worker's end of the talk with the JVM of a process slot. Hooks are called on the slot's
 * thread, which serves the JVM while it waits for the hook to return; an interrupt of that thread
 * is passed on to the hook.
 */
final class ChildLink {
  private static final Duration START = Duration.ofSeconds(30);

  private final SlotId slot;
  private final ChildPipes pipes;
  private final IntSupplier count;
  private final PortSource ports;
  private final Map<String, Topic<Raw>> emits = new HashMap<>();
  private volatile long pulsed;

  ChildLink(SlotId slot, ChildPipes pipes, IntSupplier count, PortSource ports) {
    this.slot = slot;
    this.pipes = pipes;
    this.count = count;
    this.ports = ports;
  }

  /** Says what to run. */
  void begin(Frame.Begin begin) {
    pulsed = begin.leaseEndNanos();
    pipes.send(begin);
  }

  /** Waits until the code is there. */
  Ready ready() throws InterruptedException {
    var heard = pipes.next(START);
    if (heard.isEmpty()) {
      pipes.kill("its process was not ready within " + START.toSeconds() + " s");
      throw pipes.gone();
    }
    return switch (heard.get()) {
      case Ready ready -> ready;
      case Frame.Threw(var what, var text, var millis) when what == Thrown.REFUSED ->
          throw new IllegalArgumentException(text);
      case Frame.Gone() -> throw pipes.gone();
      case Frame other -> throw new IllegalStateException(slot + " began with " + other);
    };
  }

  @SuppressWarnings("unchecked") // all topics of a process are of raw records
  void emits(Topics topics) {
    topics.emits().forEach(topic -> emits.put(topic.name(), (Topic<Raw>) topic));
  }

  /** Runs one hook. */
  Returned call(Hook hook, String text, int number, Run<?> run) throws Exception {
    alive();
    pipes.send(new Call(hook, count.getAsInt(), text, number));
    Optional<Exception> failed = Optional.empty();
    for (; ; ) {
      final Frame heard;
      try {
        heard = pipes.next(Duration.ofDays(1)).orElse(new Frame.Interrupt());
      } catch (InterruptedException e) {
        pipes.send(new Frame.Interrupt());
        continue;
      }
      switch (heard) {
        case Returned returned -> {
          if (failed.isPresent()) {
            throw failed.get();
          }
          return returned;
        }
        case Frame.Threw threw -> throw failed.orElseGet(() -> thrown(threw));
        case Ask ask -> failed = failed.or(() -> answer(ask, run));
        case Frame.Emit emit -> failed = failed.or(() -> emit(emit, run));
        case Frame.Note(var line) -> run.note(line);
        case Frame.PortBack(var port) -> ports.give(port);
        case Frame.Gone() -> throw pipes.gone();
        // A day without a word: look again.
        case Frame.Interrupt() -> {}
        case Frame other ->
            throw new IllegalStateException(slot + " said " + other + " during " + hook);
      }
    }
  }

  /** Throws when the process has ended. */
  void alive() {
    if (pipes.ended()) {
      throw pipes.gone();
    }
  }

  void pulse(long leaseEndNanos) {
    if (leaseEndNanos != pulsed) {
      pulsed = leaseEndNanos;
      pipes.send(new Frame.Pulse(leaseEndNanos));
    }
  }

  void kill(String why) {
    pipes.kill(why);
  }

  CompletionStage<String> stack() {
    return pipes.stack();
  }

  OptionalLong cpuMillis() {
    return pipes.cpuMillis();
  }

  /** Answers; what it threw here is thrown when the hook has ended. */
  private Optional<Exception> answer(Ask ask, Run<?> run) {
    try {
      var reply =
          switch (ask.want()) {
            case TAKE -> taken(ask, run);
            case PORT -> Reply.of(Verdict.VALUE, "" + ports.take());
          };
      pipes.send(reply);
      return Optional.empty();
    } catch (Stopping | Fenced e) {
      pipes.send(Reply.of(Verdict.STOPPING, ""));
      return Optional.of(e);
    } catch (RuntimeException e) {
      pipes.send(Reply.of(Verdict.FAILED, Objects.requireNonNullElse(e.getMessage(), "" + e)));
      return Optional.empty();
    }
  }

  private static Reply taken(Ask ask, Run<?> run) {
    var topic = Raw.topic(ask.text(), "");
    var records = run.take(topic, ask.most(), Duration.ofNanos(ask.number()));
    return records.isEmpty()
        ? Reply.of(Verdict.NONE, "")
        : new Reply(Verdict.VALUE, "", records.stream().map(Raw::json).toList());
  }

  /** Emits, waiting for room; what it threw here is thrown when the hook has ended. */
  private Optional<Exception> emit(Frame.Emit emit, Run<?> run) {
    try {
      var topic = emits.get(emit.topic());
      if (topic == null) {
        throw new IllegalStateException(slot + " emits " + emit.topic() + " without saying so");
      }
      run.emit(topic, new Raw(emit.json(), emit.key(), emit.unique()));
      return Optional.empty();
    } catch (Exception e) {
      // An interrupted wait comes as the checked exception that it is, though nothing declares it.
      pipes.send(new Frame.Interrupt());
      return Optional.of(e);
    }
  }

  private static Exception thrown(Frame.Threw threw) {
    return switch (threw.what()) {
      case REJECT -> Reject.because(text(threw));
      case RETRY -> Retry.after(Duration.ofMillis(threw.millis()), text(threw));
      case STOPPING -> new Stopping("of a process");
      case REFUSED, OTHER -> new ChildThrew(threw.text());
    };
  }

  /** Without the name of the exception, which is ours again. */
  private static String text(Frame.Threw threw) {
    var colon = threw.text().indexOf(": ");
    return colon < 0 ? threw.text() : threw.text().substring(colon + 2);
  }
}
