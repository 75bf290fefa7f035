package planted.r3.fleet.reconcile;

import org.slf4j.Logger;

/** Planted: a logger. */
record Logs(Logger log) {}
