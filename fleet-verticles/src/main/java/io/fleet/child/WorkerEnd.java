package io.fleet.child;

import io.fleet.child.Frame.Ask;
import io.fleet.child.Frame.Begin;
import io.fleet.child.Frame.Call;
import io.fleet.child.Frame.Reply;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The slot's JVM talking to its worker. Calls and replies belong to the thread of the hooks; any
 * thread may tell. When the worker is gone the JVM ends at once: nobody is left to answer for it.
 */
final class WorkerEnd {
  private final DataInputStream in;
  private final DataOutputStream out;
  private final DeadMan deadMan;
  private final ReentrantLock writing = new ReentrantLock();
  private volatile boolean leaving;
  private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
  private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();

  WorkerEnd(DataInputStream in, DataOutputStream out, DeadMan deadMan) {
    this.in = in;
    this.out = out;
    this.deadMan = deadMan;
  }

  /** All was said: from here on the worker may go. */
  void leave() {
    leaving = true;
  }

  /** Reads what to run, then goes on reading on a thread of its own. */
  Begin begin(Thread hooks) throws IOException {
    if (!(FrameIo.read(in) instanceof Begin begin)) {
      throw new IOException("the first frame is not Begin");
    }
    deadMan.start(hooks, begin.leaseEndNanos(), begin.graceNanos());
    Thread.ofPlatform().daemon().name("fleet-worker-end").start(() -> read(hooks));
    return begin;
  }

  /** Waits for the next hook to run; an interrupt that comes between two is meant for neither. */
  Call next() {
    for (; ; ) {
      try {
        return calls.take();
      } catch (InterruptedException late) {
        // Waits on.
      }
    }
  }

  /** Asks, and waits for the answer, which always comes: an interrupt is kept for later. */
  Reply ask(Ask ask) {
    tell(ask);
    var interrupted = false;
    try {
      for (; ; ) {
        try {
          return replies.take();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Tells; waits while the worker does not read, which is how back-pressure comes here. */
  void tell(Frame frame) {
    writing.lock();
    try {
      FrameIo.write(out, frame);
    } catch (IOException e) {
      DeadMan.end("its worker does not read any more");
    } finally {
      writing.unlock();
    }
  }

  private void read(Thread hooks) {
    try {
      for (; ; ) {
        switch (FrameIo.read(in)) {
          case Call call -> calls.add(call);
          case Reply reply -> replies.add(reply);
          case Frame.Interrupt() -> hooks.interrupt();
          case Frame.Pulse(var leaseEnd) -> deadMan.pulse(leaseEnd);
          case Frame.Look() -> tell(new Frame.Stack(Stacks.text(hooks)));
          case Frame other -> throw new IOException("a worker does not say " + other);
        }
      }
    } catch (IOException e) {
      if (!leaving) {
        DeadMan.end("its worker is gone");
      }
    }
  }
}
