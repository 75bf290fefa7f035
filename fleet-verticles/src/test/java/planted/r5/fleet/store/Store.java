package planted.r5.fleet.store;

/** Innocent: the target. */
public final class Store {}
