package io.fleet.master;

import io.fleet.store.LeaderStore;
import io.fleet.store.Leadership;
import io.fleet.store.Verdict;
import io.vertx.core.Future;
import java.util.function.Function;

/**
 * The desired state that holds, and whether the store shows it yet. It holds from the moment at
 * which it is durable; nobody may act on it before it is shown, since workers read there what to
 * run.
 */
final class Publication {
  private final LeaderStore store;
  private final Leadership lead;
  private final Signals signals;
  private final Function<Verdict, Future<Void>> check;
  private DesiredState desired;
  private long held;
  private long shown = -1;

  /**
   * Shows nothing yet.
   *
   * @param check fails for a write that was refused
   */
  Publication(
      LeaderStore store,
      Leadership lead,
      Signals signals,
      Function<Verdict, Future<Void>> check,
      DesiredState desired) {
    this.store = store;
    this.lead = lead;
    this.signals = signals;
    this.check = check;
    this.desired = desired;
  }

  DesiredState desired() {
    return desired;
  }

  /** From now on this holds. */
  void hold(DesiredState next) {
    desired = next;
    held++;
  }

  boolean isShown() {
    return shown == held;
  }

  /** Shows what holds, if that is not done. */
  Future<Void> show() {
    if (isShown()) {
      return Future.succeededFuture();
    }
    var state = desired;
    var number = held;
    return store
        .putIntents(lead, state.intents())
        .compose(check)
        .compose(written -> store.putConfigs(lead, state.configs()))
        .compose(written -> store.putDesired(lead, state.fields()))
        .compose(check)
        .onSuccess(
            written -> {
              shown = number;
              signals.view();
            });
  }
}
