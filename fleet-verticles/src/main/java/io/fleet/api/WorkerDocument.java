package io.fleet.api;

import io.fleet.protocol.Balance;
import io.fleet.protocol.LedgerReport;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Workers as documents. Pure. */
final class WorkerDocument {
  private WorkerDocument() {}

  /** How many workers are in each state. */
  static JsonObject counts(View view) {
    var counts = new JsonObject();
    for (var state : WorkerView.State.values()) {
      counts.put(
          state.name(),
          (int) view.workers().values().stream().filter(w -> w.state() == state).count());
    }
    return counts.put(
        "cordoned", (int) view.workers().values().stream().filter(WorkerView::cordoned).count());
  }

  /** The line of each in the status document. */
  static JsonArray brief(View view) {
    var list = new JsonArray();
    view.workers().values().forEach(worker -> list.add(line(worker)));
    return list;
  }

  /** All that is known of each. */
  static JsonArray full(View view) {
    var list = new JsonArray();
    view.workers()
        .values()
        .forEach(
            worker ->
                list.add(
                    line(worker)
                        .put("cordoned", worker.cordoned())
                        .put("labels", JsonObject.mapFrom(worker.labels()))
                        .put("memoryOffered", worker.intake().memoryBytes())
                        .put("ledger", ledger(worker.ledger()))
                        .put("code", code(worker))
                        .put("missing", new JsonArray(worker.packages().missing()))
                        .put("loadersPinned", worker.packages().pinned())));
    return list;
  }

  private static JsonArray code(WorkerView worker) {
    var list = new JsonArray();
    worker
        .code()
        .forEach(
            code ->
                list.add(
                    new JsonObject()
                        .put("name", code.name())
                        .put("class", code.className())
                        .put("version", code.version())
                        .put("hash", code.hash())));
    return list;
  }

  private static JsonObject ledger(LedgerReport ledger) {
    var kinds = new JsonObject();
    ledger.kinds().forEach((kind, balance) -> kinds.put(kind, balance(balance)));
    return totals(ledger).put("kinds", kinds);
  }

  private static JsonObject totals(LedgerReport ledger) {
    return balance(ledger.total()).put("leaked", ledger.leaked());
  }

  private static JsonObject balance(Balance balance) {
    return new JsonObject()
        .put("opened", balance.opened())
        .put("closed", balance.closed())
        .put("reaped", balance.reaped());
  }

  private static JsonObject line(WorkerView worker) {
    return new JsonObject()
        .put("name", worker.name())
        .put("host", worker.host())
        .put("pid", worker.pid())
        .put("state", worker.state().name())
        .put("slots", worker.slots())
        .put("capacity", worker.capacity())
        .put("boot", worker.boot())
        .put("heartbeatAgoMillis", worker.silentMillis())
        .put("closed", worker.closed().evidence())
        .put("warning", worker.intake().word())
        .put("rss", worker.rssBytes())
        .put("ledger", totals(worker.ledger()))
        .put("memoryPercent", worker.intake().memoryPercent())
        .put("clockSkewMillis", worker.intake().clockSkewMillis());
  }
}
