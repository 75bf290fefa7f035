package planted.r1.fleet.stream;

/** Innocent: the target. */
public final class Stream {}
