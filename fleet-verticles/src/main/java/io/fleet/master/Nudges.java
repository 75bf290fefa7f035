package io.fleet.master;

import io.fleet.protocol.Transition;
import java.util.List;
import java.util.TreeSet;

/** Whom to tell of what was written: the workers that lose or gain a slot, and whoever shows it. */
final class Nudges {
  private Nudges() {}

  static void send(Signals signals, List<Transition> written) {
    var workers = new TreeSet<String>();
    for (var move : written) {
      workers.add(move.from().worker());
      workers.add(move.to().worker());
    }
    workers.remove("");
    workers.forEach(signals::worker);
    if (!written.isEmpty()) {
      signals.view();
    }
  }
}
