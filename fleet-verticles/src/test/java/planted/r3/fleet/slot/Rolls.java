package planted.r3.fleet.slot;

import java.util.Random;

/** Planted: randomness. */
record Rolls(Random dice) {}
