package io.fleet.worker;

import io.fleet.config.FleetFile;
import io.fleet.config.FleetSpec;
import io.fleet.config.StreamSpec;
import io.fleet.store.WorkerStore;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * The desired state as this worker last saw it. Read from any thread; refreshed by the heartbeat.
 *
 * @since 0.1
 */
public final class DesiredView {
  private final WorkerStore store;
  private volatile FleetSpec fleet = FleetSpec.empty();
  private volatile long revision;

  /** Empty until it is refreshed. */
  public DesiredView(WorkerStore store) {
    this.store = store;
  }

  /** The fleet as last read. */
  public FleetSpec fleet() {
    return fleet;
  }

  long revision() {
    return revision;
  }

  /** How many slots an automation has now; at least 1 for a slot that runs. */
  int count(String automation) {
    var spec = fleet.automations().get(automation);
    return spec == null ? 1 : Math.max(1, spec.slots());
  }

  /** How long a slot of an automation may stand still; zero for ever. */
  Duration progress(String automation) {
    var spec = fleet.automations().get(automation);
    return spec == null ? Duration.ZERO : spec.progress();
  }

  StreamSpec stream(String topic) {
    return fleet.stream(topic);
  }

  /** Reads the state anew when it has a later revision. */
  Future<Void> refresh() {
    return store
        .desiredAfter(revision)
        .map(
            found -> {
              found.ifPresent(
                  desired -> {
                    fleet = FleetFile.fromJson(desired.spec());
                    revision = desired.revision();
                  });
              return null;
            });
  }
}
