package planted.r1.fleet.api;

/** Innocent: the target. */
public final class Api {}
