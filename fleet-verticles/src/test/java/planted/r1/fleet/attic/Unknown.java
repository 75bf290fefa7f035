package planted.r1.fleet.attic;

/** Planted: the table has no such room. */
final class Unknown {}
