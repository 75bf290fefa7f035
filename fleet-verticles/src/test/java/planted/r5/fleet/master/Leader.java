package planted.r5.fleet.master;

/** Innocent: the target. */
public final class Leader {}
