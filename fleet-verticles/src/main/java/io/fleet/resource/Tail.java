package io.fleet.resource;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/** The last bytes of what a process printed. Thread-safe. */
final class Tail {
  private static final int KEPT = 64 << 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final byte[] ring = new byte[KEPT];
  private long written;

  void add(byte[] bytes, int length) {
    lock.lock();
    try {
      for (var i = 0; i < length; i++) {
        ring[(int) (written++ % KEPT)] = bytes[i];
      }
    } finally {
      lock.unlock();
    }
  }

  String text() {
    lock.lock();
    try {
      var length = (int) Math.min(written, KEPT);
      var bytes = new byte[length];
      for (var i = 0; i < length; i++) {
        bytes[i] = ring[(int) ((written - length + i) % KEPT)];
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } finally {
      lock.unlock();
    }
  }
}
