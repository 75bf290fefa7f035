package io.fleet.master;

import io.fleet.protocol.SlotSpec;
import io.fleet.protocol.Transition;
import io.fleet.reconcile.WorkerView;
import io.fleet.slot.SlotId;
import java.util.List;
import java.util.Map;

final class NoMeters implements MasterMeters {
  @Override
  public void passed(
      long tookNanos,
      DesiredState desired,
      Map<SlotId, SlotSpec> slots,
      Map<String, WorkerView> workers,
      boolean recovering) {}

  @Override
  public void moved(List<Transition> written) {}

  @Override
  public void fenced() {}
}
