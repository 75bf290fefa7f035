package planted.r3.fleet.slot;

/** Planted: a clock. */
final class Ticks {
  long now() {
    return System.nanoTime();
  }
}
