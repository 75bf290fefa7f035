package planted.r1.fleet.worker;

import planted.r1.fleet.store.Store;

/** Innocent: worker may import store. */
record NamesTheStore(Store store) {}
