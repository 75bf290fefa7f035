package io.fleet.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The status of the whole fleet as one document. Pure. */
final class StatusDocument {
  private StatusDocument() {}

  static JsonObject of(View view, Standing standing, long seq) {
    var needs = Needs.of(view);
    var verdict = Verdict.of(standing, needs.size(), view.storeLost());
    var desired = view.desired();
    var json =
        new JsonObject()
            .put("fleet", desired.revision() == 0 ? view.fleet() : desired.spec().name())
            .put("at", Text.iso(view.atMillis()))
            .put("seq", seq)
            .put("converged", standing.converged());
    if (view.convergedSinceMillis() > 0) {
      json.put("since", Text.iso(view.convergedSinceMillis()));
    }
    var lines = new JsonArray();
    needs.forEach(need -> lines.add(need.json()));
    return json.put("verdict", verdict.word())
        .put("sentence", verdict.sentence())
        .put("master", master(view))
        .put("revision", revision(view))
        .put(
            "slots",
            new JsonObject()
                .put("desired", standing.desired())
                .mergeIn(Tally.of(view.letters()).all()))
        .put("workers", WorkerDocument.counts(view))
        .put("needs", lines)
        .put("automations", AutomationDocument.list(view))
        .put("rollouts", new JsonArray())
        .put("workersList", WorkerDocument.brief(view));
  }

  private static JsonObject master(View view) {
    return new JsonObject()
        .put("leader", view.master().leader())
        .put("epoch", view.master().epoch())
        .put("state", view.master().state())
        .put("standbys", new JsonArray(view.master().standbys()));
  }

  private static JsonObject revision(View view) {
    var desired = view.desired();
    var json =
        new JsonObject()
            .put("desired", desired.revision())
            .put("held", view.heldRevision())
            .put("hash", desired.hash())
            .put("actor", desired.actor());
    return desired.atMillis() == 0 ? json : json.put("at", Text.iso(desired.atMillis()));
  }
}
