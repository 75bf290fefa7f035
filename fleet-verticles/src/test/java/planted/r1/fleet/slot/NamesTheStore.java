package planted.r1.fleet.slot;

import planted.r1.fleet.store.Store;

/** Planted: slot may import nothing of ours. */
final class NamesTheStore {
  void take(Store[] stores) {}
}
