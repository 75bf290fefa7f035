package io.fleet.reconcile;

import io.fleet.protocol.SlotReport;

/**
 * A slot that shows life on a worker whose word counts.
 *
 * @param worker who says so
 * @param said what it says
 */
record Living(WorkerView worker, SlotReport said) {
  /** Of two the later generation; of the same generation the one that was there first. */
  Living later(Living other) {
    return said.gen() >= other.said().gen() ? this : other;
  }
}
