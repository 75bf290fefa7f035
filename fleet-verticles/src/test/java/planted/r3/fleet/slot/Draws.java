package planted.r3.fleet.slot;

/** Planted: randomness that is a call. */
final class Draws {
  double next() {
    return Math.random();
  }
}
