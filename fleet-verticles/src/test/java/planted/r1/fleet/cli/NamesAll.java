package planted.r1.fleet.cli;

import planted.r1.fleet.api.Api;
import planted.r1.fleet.store.Store;

/** Innocent: cli may import every lower room. */
record NamesAll(Api api, Store store) {}
