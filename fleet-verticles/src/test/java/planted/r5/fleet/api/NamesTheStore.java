package planted.r5.fleet.api;

import planted.r5.fleet.store.Store;

/** Innocent: the API reads the store. */
record NamesTheStore(Store store) {}
