package io.fleet.chaos;

import io.fleet.automation.SlotInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What one generation of a slot says of itself while it lives: it holds an exclusive flock on the
 * slot's file, and appends each event to the common log with one write. Independent of everything
 * that Fleet says or writes.
 */
final class Testimony {
  static final String LOG = "witness.log";

  private static final long PID = ProcessHandle.current().pid();
  private static final ReentrantLock OPENING = new ReentrantLock();
  private static volatile int log = -1;

  private final SlotInfo slot;
  private final String folder;
  private int lock = -1;
  private boolean held;

  Testimony(SlotInfo slot, String folder) {
    this.slot = slot;
    this.folder = folder;
  }

  /** First word, and the lock. */
  void start() {
    say("start");
    lock = Sys.open(folder + "/" + slot.toString().replace('/', '-') + ".lock");
    take();
  }

  /** It executes; the lock is tried again if another one had it. */
  void alive() {
    say("alive");
    if (!held) {
      take();
    }
  }

  /** Last word. */
  void end() {
    // The lock first: whoever finds it held must find its holder without a last word.
    if (lock >= 0) {
      Sys.close(lock);
      lock = -1;
      held = false;
    }
    say("end");
  }

  private void take() {
    held = Sys.lock(lock);
    say(held ? "locked" : "flock-refused");
  }

  void say(String what) {
    Sys.write(
        log(folder),
        what
            + " "
            + slot
            + " "
            + slot.generation()
            + " "
            + PID
            + " "
            + boot()
            + " "
            + System.nanoTime()
            + "\n");
  }

  private static int log(String folder) {
    if (log < 0) {
      OPENING.lock();
      try {
        if (log < 0) {
          log = Sys.open(folder + "/" + LOG);
        }
      } finally {
        OPENING.unlock();
      }
    }
    return log;
  }

  /** The number of the worker's present boot, from its state folder. */
  private static long boot() {
    var tree = System.getenv("FLEET_TREE");
    if (tree == null) {
      return 0;
    }
    try {
      var state = Path.of(tree.substring(tree.indexOf('@') + 1));
      return Long.parseLong(Files.readString(state.resolve("boot")).strip());
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }
}
