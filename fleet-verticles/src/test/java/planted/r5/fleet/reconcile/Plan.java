package planted.r5.fleet.reconcile;

/** Innocent: the target. */
public final class Plan {}
