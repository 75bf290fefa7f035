package io.fleet.worker;

import io.fleet.automation.BatchAutomation;
import io.fleet.automation.ContinuousAutomation;
import io.fleet.automation.Next;
import io.fleet.automation.Run;

/** One kind of execution, continuous or batch, so that the slot's thread need not know which. */
interface Work {
  /** After setup, once. */
  default void begin() throws Exception {}

  /** Between executions; true when there is nothing left to do for ever. */
  default boolean finished() throws Exception {
    return false;
  }

  /** Whether an execution is worth counting. */
  default boolean counts(boolean took) {
    return true;
  }

  /** One execution. */
  Next execute() throws Exception;

  @SuppressWarnings("unchecked") // the config was bound to the automation's own record
  static Work of(
      Program program, SlotRun<?> run, ItemIds ids, Tenancy tenancy, Surroundings around) {
    return switch (program.automation()) {
      case ContinuousAutomation<?> continuous ->
          () -> ((ContinuousAutomation<Object>) continuous).execute((Run<Object>) run);
      case BatchAutomation<?, ?> batch ->
          new BatchWork<>(
              (BatchAutomation<Object, Object>) batch,
              (SlotRun<Object>) run,
              program.items().orElseThrow(),
              ids,
              tenancy,
              around);
    };
  }
}
