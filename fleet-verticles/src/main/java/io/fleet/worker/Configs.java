package io.fleet.worker;

import io.fleet.config.AutomationSpec;
import io.fleet.config.SpecJson;
import io.fleet.store.WorkerStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The configs that were read last, by their hash, so that a hundred slots that begin together read
 * one once. A hash is of the content, so what it stands for never changes. Belongs to one event
 * loop.
 */
final class Configs {
  /** A worker seldom runs more automations, and each is small. */
  private static final int MOST = 64;

  private final Vertx vertx;
  private final WorkerStore store;
  private final Map<String, Future<AutomationSpec>> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Future<AutomationSpec>> eldest) {
          return size() > MOST;
        }
      };

  Configs(Vertx vertx, WorkerStore store) {
    this.vertx = vertx;
    this.store = store;
  }

  /** What a hash stands for; fails when the store does not have it, and is asked again then. */
  Future<AutomationSpec> read(String hash) {
    var present = known.get(hash);
    if (present != null && !present.failed()) {
      return present;
    }
    var read =
        store
            .config(hash)
            .compose(
                text ->
                    text.map(Future::succeededFuture)
                        .orElseGet(
                            () -> Future.failedFuture("config " + hash + " is not in the store")))
            .compose(text -> vertx.executeBlocking(() -> SpecJson.readAutomation(text)));
    known.put(hash, read);
    return read;
  }
}
