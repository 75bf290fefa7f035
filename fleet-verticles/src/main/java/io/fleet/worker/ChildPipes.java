package io.fleet.worker;

import io.fleet.child.Frame;
import io.fleet.child.FrameIo;
import io.fleet.resource.Kind;
import io.fleet.resource.Leases;
import io.fleet.resource.Lines;
import io.fleet.resource.SlotProcess;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/**
 * The pipes to and from the JVM of a process slot, with a thread each, so that neither the slot's
 * thread nor an event loop ever waits for that JVM to read. What the slot's thread need not see,
 * the log, the ledger and stacks, is dealt with here. A JVM that is not heard fills its pipe and
 * waits.
 */
final class ChildPipes {
  private static final Logger printed = LoggerFactory.getLogger("io.fleet.child");

  /** A record has up to 1 MiB, and a worker has many slots. */
  private static final int HEARD = 32;

  /**
   * One call at a time, its answers, and a pulse each heartbeat: so many wait only if nobody reads.
   */
  private static final int TO_SEND = 1_024;

  private static final int LOOKS = 8;
  private static final Duration BURIED = Duration.ofSeconds(5);
  private static final int EXIT_OUT_OF_MEMORY = 3;

  /** So long is its last word waited for; a process below it may hold the pipe open for ever. */
  private static final long LAST_WORD_MILLIS = 200;

  private final SlotProcess process;
  private final Leases leases;
  private final Runnable atEnd;
  private final BlockingQueue<Frame> heard = new ArrayBlockingQueue<>(HEARD);
  private final BlockingQueue<Frame> toSend = new ArrayBlockingQueue<>(TO_SEND);
  private final BlockingQueue<CompletableFuture<String>> looks = new ArrayBlockingQueue<>(LOOKS);
  private volatile @Nullable String killedFor;
  private final CountDownLatch silent = new CountDownLatch(1);
  private volatile String lastLine = "";
  private volatile boolean left;
  private volatile boolean ended;

  private ChildPipes(SlotProcess process, Leases leases, Runnable atEnd) {
    this.process = process;
    this.leases = leases;
    this.atEnd = atEnd;
  }

  /**
   * Begins to read and write.
   *
   * @param atEnd wakes the slot's thread, which may wait for something else than this JVM
   */
  static ChildPipes over(SlotProcess process, Leases leases, Runnable atEnd) {
    var pipes = new ChildPipes(process, leases, atEnd);
    pipes.thread("in", pipes::read);
    pipes.thread("out", pipes::write);
    pipes.thread("err", pipes::print);
    return pipes;
  }

  /** Never blocks: a JVM that has not read for so long is ended. */
  void send(Frame frame) {
    if (!toSend.offer(frame) && killedFor == null) {
      killedFor = "its process does not read what its worker says";
      thread("unheard", process::kill);
    }
  }

  /** The next frame that is for the slot's thread; the last one is Gone. */
  Optional<Frame> next(Duration patience) throws InterruptedException {
    return Optional.ofNullable(heard.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** Ends the JVM and all below it. */
  void kill(String why) {
    if (killedFor == null) {
      killedFor = why;
    }
    process.kill();
  }

  CompletionStage<String> stack() {
    var look = new CompletableFuture<String>();
    if (looks.offer(look)) {
      send(new Frame.Look());
    } else {
      look.completeExceptionally(new ChildGone("its process does not answer"));
    }
    return look;
  }

  OptionalLong cpuMillis() {
    return process.process().info().totalCpuDuration().stream()
        .mapToLong(Duration::toMillis)
        .findFirst();
  }

  /** Closes the pipe to it, which it takes for the end of its worker. */
  void leave() {
    left = true;
    // Nothing that still waits is worth saying to a JVM that is to end.
    toSend.clear();
    send(new Frame.Gone());
  }

  /** Whether nothing more will be heard. Any thread. */
  boolean ended() {
    return ended;
  }

  /** How it ended. */
  ChildGone gone() {
    var why = killedFor;
    if (why != null) {
      return new ChildGone(why);
    }
    try {
      if (!process.process().waitFor(BURIED.toMillis(), TimeUnit.MILLISECONDS)) {
        return new ChildGone("its process closed its pipe and lives on");
      }
      if (!silent.await(LAST_WORD_MILLIS, TimeUnit.MILLISECONDS)) {
        printed.debug("pid={} stderr=open", process.process().pid());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ChildGone("its process is gone");
    }
    var exit = process.process().exitValue();
    if (exit == EXIT_OUT_OF_MEMORY && lastLine.contains("OutOfMemoryError")) {
      return new ChildGone("MEMORY_LIMIT: the heap of its process is full");
    }
    var how = exit > 128 ? "by signal " + (exit - 128) : "with exit code " + exit;
    return new ChildGone(
        "its process ended " + how + (lastLine.isEmpty() ? "" : "; it last said: " + lastLine));
  }

  private void read() {
    try (var in =
        new DataInputStream(new BufferedInputStream(process.process().getInputStream()))) {
      for (; ; ) {
        switch (FrameIo.read(in)) {
          case Frame.Log log -> log(log);
          case Frame.Ledger(var kind, var opened, var closed, var reaped) ->
              leases.count(Kind.valueOf(kind), opened, closed, reaped);
          case Frame.Stack(var text) ->
              Optional.ofNullable(looks.poll()).ifPresent(look -> look.complete(text));
          case Frame frame -> hear(frame);
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      // The end of the stream, or code that tampers with it: either way there is no talk any more.
      printed.debug("pid={} pipe=ended error={}", process.process().pid(), e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      looks.forEach(look -> look.completeExceptionally(new ChildGone("its process is gone")));
      over();
    }
  }

  /** Waits for room while somebody may still read. */
  private void hear(Frame frame) throws InterruptedException {
    while (!left && !heard.offer(frame, 1, TimeUnit.SECONDS)) {
      printed.debug("pid={} words=waiting", process.process().pid());
    }
  }

  /** Gone is the last word, even when nobody has read the words before it yet. */
  private void over() {
    ended = true;
    atEnd.run();
    try {
      hear(new Frame.Gone());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    try (var out =
        new DataOutputStream(new BufferedOutputStream(process.process().getOutputStream()))) {
      for (var frame = toSend.take(); !(frame instanceof Frame.Gone); frame = toSend.take()) {
        FrameIo.write(out, frame);
      }
    } catch (IOException e) {
      printed.debug("pid={} pipe=closed error={}", process.process().pid(), e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void print() {
    var lines = new Lines(this::print);
    var bytes = new byte[8 << 10];
    try (var err = process.process().getErrorStream()) {
      for (var got = err.read(bytes); got >= 0; got = err.read(bytes)) {
        lines.add(bytes, got);
      }
    } catch (IOException e) {
      printed.debug("pid={} stderr=ended error={}", process.process().pid(), e.toString());
    } finally {
      lines.end();
      silent.countDown();
    }
  }

  private void print(String line) {
    printed.info("{}", line);
    // The first line of a throw says more than the last of its trace.
    if (!line.isBlank() && !line.startsWith("\tat ")) {
      lastLine = line.length() > 200 ? line.substring(0, 200) + "…" : line;
    }
  }

  private static void log(Frame.Log log) {
    LoggerFactory.getLogger(log.logger()).makeLoggingEventBuilder(level(log)).log(log.text());
  }

  private static Level level(Frame.Log log) {
    try {
      return Level.valueOf(log.level());
    } catch (IllegalArgumentException e) {
      return Level.INFO;
    }
  }

  private void thread(String which, Runnable body) {
    var mdc = Optional.<Map<String, String>>ofNullable(MDC.getCopyOfContextMap());
    Thread.ofPlatform()
        .daemon()
        .name("child-" + which + "-" + process.process().pid())
        .start(
            () -> {
              mdc.ifPresent(MDC::setContextMap);
              body.run();
            });
  }
}
