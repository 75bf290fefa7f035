package io.fleet.reconcile;

import io.fleet.protocol.SlotSpec;
import io.fleet.slot.SlotId;
import java.util.List;
import java.util.Optional;

/**
 * The records of all slots, to be looked at.
 *
 * @since 0.1
 */
public interface Records {
  /** The record of a slot, if there is one. */
  Optional<SlotSpec> record(SlotId slot);

  /** The slots that a worker holds. */
  List<SlotId> heldBy(String worker);
}
