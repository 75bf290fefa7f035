package io.fleet.master;

import io.fleet.protocol.SlotSpec;
import io.fleet.protocol.Transition;
import io.fleet.reconcile.WorkerView;
import io.fleet.slot.SlotId;
import java.util.List;
import java.util.Map;

/** What the leader measures of itself. */
interface MasterMeters {
  /** A pass has planned. */
  void passed(
      long tookNanos,
      DesiredState desired,
      Map<SlotId, SlotSpec> slots,
      Map<String, WorkerView> workers,
      boolean recovering);

  /** Moves were written. */
  void moved(List<Transition> written);

  /** A write was refused because another leads. */
  void fenced();
}
