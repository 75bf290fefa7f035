package io.fleet.master;

import io.fleet.reconcile.Policies;
import io.fleet.slot.Reason;
import io.fleet.store.LeaderStore;
import io.fleet.store.Leadership;
import io.fleet.store.Verdict;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;

/**
 * The published standings, {@code KIND since word} by worker, and the brake under {@link #BRAKE}. A
 * fleet in which all workers are open writes nothing.
 */
final class StandingBoard {
  /** No worker has this name. */
  static final String BRAKE = "*";

  private record Line(String word, long sinceMillis) {
    String text() {
      var space = word.indexOf(' ');
      return word.substring(0, space) + " " + sinceMillis + word.substring(space);
    }
  }

  private final LeaderStore store;
  private final Leadership lead;
  private Map<String, Line> lines = Map.of();
  private boolean known;

  StandingBoard(LeaderStore store, Leadership lead) {
    this.store = store;
    this.lead = lead;
  }

  /** Writes all of it when something changed, or when it is not known what is written. */
  Future<Verdict> say(Policies.Judged judged, long nowMillis) {
    var next = new HashMap<String, Line>();
    if (judged.braked()) {
      put(next, BRAKE, "BRAKED " + Reason.BRAKE_ON.sentence(), nowMillis);
    }
    for (var view : judged.workers().values()) {
      var standing = view.standing();
      switch (standing.kind()) {
        // Of those that wait for their turn the brake says enough.
        case OPEN, BRAKED -> {}
        default -> put(next, view.name(), standing.kind() + " " + standing.word(), nowMillis);
      }
    }
    if (known && next.equals(lines)) {
      return Future.succeededFuture(Verdict.OK);
    }
    known = false;
    lines = next;
    var texts = new HashMap<String, String>();
    next.forEach((name, line) -> texts.put(name, line.text()));
    return store.putStandings(lead, texts).onSuccess(written -> known = true);
  }

  private void put(Map<String, Line> next, String name, String word, long nowMillis) {
    var before = lines.get(name);
    next.put(
        name, before != null && before.word().equals(word) ? before : new Line(word, nowMillis));
  }
}
