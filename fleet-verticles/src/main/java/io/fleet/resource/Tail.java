package io.fleet.resource;

import java.nio.charset.StandardCharsets;

/** The last bytes of what a process printed. Thread-safe. */
final class Tail {
  private static final int KEPT = 64 << 10;

  private final byte[] ring = new byte[KEPT];
  private long written;

  synchronized void add(byte[] bytes, int length) {
    for (var i = 0; i < length; i++) {
      ring[(int) (written++ % KEPT)] = bytes[i];
    }
  }

  synchronized String text() {
    var length = (int) Math.min(written, KEPT);
    var bytes = new byte[length];
    for (var i = 0; i < length; i++) {
      bytes[i] = ring[(int) ((written - length + i) % KEPT)];
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
