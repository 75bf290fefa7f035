package planted.r2.fleet.store;

import planted.r2.fleet.stream.NamesTheAutomation;

/** Innocent: leads into the cycle, is not part of it. */
record NamesTheStream(NamesTheAutomation out) {}
