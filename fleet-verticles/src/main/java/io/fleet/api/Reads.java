package io.fleet.api;

import io.fleet.slot.SlotId;
import io.fleet.store.FleetReader;
import io.fleet.store.SlotEvent;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The handlers of everything that only looks; answered from the projector's picture. */
final class Reads {
  private static final Pattern EVENT_ID = Pattern.compile("\\d{1,18}(-\\d{1,18})?");

  private final Projector projector;
  private final FleetReader reader;
  private final WorkerCall workers;

  Reads(Projector projector, FleetReader reader, WorkerCall workers) {
    this.projector = projector;
    this.reader = reader;
    this.workers = workers;
  }

  Future<JsonObject> status(JsonObject request) {
    return Future.succeededFuture(projector.status());
  }

  Future<JsonObject> automations(JsonObject request) {
    return Future.succeededFuture(items(AutomationDocument.list(projector.view())));
  }

  Future<JsonObject> automation(JsonObject request) {
    var name = Fields.required(request, "name");
    var automations = projector.view().desired().spec().automations();
    var spec = automations.get(name);
    if (spec == null) {
      throw new ApiFailure(404, noAutomation(name));
    }
    return Future.succeededFuture(
        AutomationDocument.one(projector.view(), spec).put("seq", projector.frames().seq()));
  }

  Future<JsonObject> snapshot(JsonObject request) {
    var name = Fields.text(request, "automation");
    return Future.succeededFuture(
        name.isEmpty()
            ? projector.frames().snapshot()
            : projector
                .frames()
                .snapshot(name.get())
                .orElseThrow(() -> new ApiFailure(404, noAutomation(name.get()))));
  }

  Future<JsonObject> explain(JsonObject request) {
    var slot = slot(request);
    var model = projector.model();
    return Future.succeededFuture(
        Explanation.of(projector.view(), slot, model.said(slot), model.timeline(slot))
            .put("seq", projector.frames().seq()));
  }

  /** Where the threads of a slot stand, asked of its worker. */
  Future<JsonObject> stack(JsonObject request) {
    var slot = slot(request);
    var spec = projector.view().spec(slot);
    if (spec.worker().isEmpty()) {
      throw new ApiFailure(
          404,
          "%s runs nowhere now: it is %s. See fleet explain %s."
              .formatted(slot, spec.state(), slot));
    }
    return workers
        .look(spec.worker(), slot.toString())
        .map(seen -> seen.put("worker", spec.worker()).put("state", spec.state().name()));
  }

  private SlotId slot(JsonObject request) {
    var text =
        Fields.text(request, "slot")
            .orElseGet(
                () ->
                    Fields.required(request, "automation")
                        + "/"
                        + Fields.required(request, "index"));
    return Asked.slot(projector.view(), text);
  }

  Future<JsonObject> workers(JsonObject request) {
    return Future.succeededFuture(items(WorkerDocument.full(projector.view())));
  }

  /** Oldest first: those after an id, or the newest ones. */
  Future<JsonObject> events(JsonObject request) {
    var limit = Fields.number(request, "limit", 100, 1, 1_000);
    var after = Fields.text(request, "after");
    if (after.isEmpty()) {
      return reader.lastEvents(limit).map(events -> events(events.reversed(), "0"));
    }
    if (!EVENT_ID.matcher(after.get()).matches()) {
      throw new ApiFailure(
          400,
          "Field \"after\" must be the id of an event, as 1767610927000-0, not "
              + after.get()
              + ".");
    }
    return reader.eventsAfter(after.get(), limit).map(events -> events(events, after.get()));
  }

  private static JsonObject events(List<SlotEvent> events, String otherwise) {
    var items = new JsonArray();
    events.forEach(event -> items.add(event(event)));
    return new JsonObject()
        .put("items", items)
        .put("next", events.isEmpty() ? otherwise : events.getLast().id());
  }

  private static JsonObject event(SlotEvent event) {
    return new JsonObject()
        .put("id", event.id())
        .put("at", Text.iso(event.atMillis()))
        .put("kind", "slot." + event.to().toLowerCase(Locale.ROOT))
        .put("target", event.slot())
        .put("actor", "reconciler")
        .put("reason", event.cause())
        .put(
            "data",
            new JsonObject()
                .put("from", event.from())
                .put("to", event.to())
                .put("generation", new io.fleet.slot.Generation(event.gen()).toString())
                .put("worker", event.worker())
                .put("boot", event.boot())
                .put("configHash", event.cfg())
                .put("failures", event.failures()));
  }

  private JsonObject items(JsonArray items) {
    return new JsonObject().put("items", items).put("seq", projector.frames().seq());
  }

  private String noAutomation(String name) {
    return Asked.noAutomation(projector.view(), name);
  }
}
