package io.fleet.worker;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a host tells of its memory, or of that of our control group.
 *
 * @param usedPercent in use; empty where the system does not tell
 * @param totalBytes there for this process; empty where the system does not tell
 */
record MemoryUse(OptionalInt usedPercent, OptionalLong totalBytes) {
  static final MemoryUse UNKNOWN = new MemoryUse(OptionalInt.empty(), OptionalLong.empty());
}
