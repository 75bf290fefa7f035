package planted.r1.fleet.store;

/** Innocent: the target. */
public final class Store {}
