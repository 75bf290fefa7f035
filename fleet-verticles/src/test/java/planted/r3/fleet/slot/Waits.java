package planted.r3.fleet.slot;

/** Planted: a thread. */
record Waits(Thread thread) {}
