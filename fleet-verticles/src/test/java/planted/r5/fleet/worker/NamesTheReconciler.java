package planted.r5.fleet.worker;

import planted.r5.fleet.reconcile.Plan;

/** Planted: the worker decides. */
record NamesTheReconciler(Plan plan) {}
