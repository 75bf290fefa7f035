package io.fleet.bench;

import io.fleet.store.SlotEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** How long slots took from ASSIGNED to RUNNING, by the moments at which Redis took the events. */
final class StartTimes {
  private StartTimes() {}

  /** In milliseconds, of events in their order. */
  static Samples of(List<SlotEvent> events) {
    var began = new HashMap<String, Long>();
    var took = new ArrayList<Double>();
    for (var event : events) {
      var at = Long.parseLong(event.id().substring(0, event.id().indexOf('-')));
      if (event.to().equals("ASSIGNED")) {
        began.put(event.slot(), at);
      } else if (event.to().equals("RUNNING")) {
        took.add((double) at - began.getOrDefault(event.slot(), at));
      }
    }
    return new Samples(took);
  }
}
