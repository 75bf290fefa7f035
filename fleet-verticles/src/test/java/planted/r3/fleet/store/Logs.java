package planted.r3.fleet.store;

import org.slf4j.Logger;

/** Innocent: store is not pure. */
record Logs(Logger log) {}
