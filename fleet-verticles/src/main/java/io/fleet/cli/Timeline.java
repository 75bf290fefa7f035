package io.fleet.cli;

import io.fleet.slot.Generation;
import io.fleet.store.SlotEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What {@code fleet dev} says of the events: deaths and healing, failures and quarantines; starts
 * and stops only as numbers. Values in, lines out.
 */
final class Timeline {
  private static final Set<String> DEATHS =
      Set.of("WORKER_DIED", "WORKER_LOST", "WORKER_RESTARTED");
  private static final int NAMED = 3;

  private record Lost(String worker, long atMillis) {}

  private final Map<String, String> holders = new TreeMap<>();
  private final Map<String, Lost> lost = new TreeMap<>();
  private final Map<String, List<String>> healed = new TreeMap<>();

  /** Who holds what before the first event. */
  void holds(String slot, String worker) {
    if (!worker.isEmpty()) {
      holders.put(slot, worker);
    }
  }

  /** The lines for these events, in their order. */
  List<String> tell(List<SlotEvent> events) {
    var lines = new ArrayList<String>();
    var deaths = new LinkedHashMap<String, Set<String>>();
    for (var event : events) {
      take(event, deaths, lines);
    }
    deaths.forEach(
        (death, slots) ->
            lines.add(
                death + ": " + Amount.of(slots.size(), "slot") + " to heal (" + some(slots) + ")"));
    lines.addAll(healings(events));
    return lines;
  }

  private void take(SlotEvent event, Map<String, Set<String>> deaths, List<String> lines) {
    var holder = holders.getOrDefault(event.slot(), "");
    if (DEATHS.contains(event.cause()) && event.to().equals("FREE")) {
      lost.put(event.slot(), new Lost(holder, event.atMillis()));
      deaths
          .computeIfAbsent(holder + " " + word(event.cause()), d -> new TreeSet<>())
          .add(event.slot());
    }
    if (event.to().equals("QUARANTINED")) {
      lines.add(event.slot() + " QUARANTINED " + event.cause() + ": " + event.detail());
    }
    if (event.to().equals("BACKOFF")) {
      lines.add(event.slot() + " failed: " + event.detail());
    }
    if (event.to().equals("STUCK")) {
      lines.add(event.slot() + " STUCK on " + event.worker());
    }
    if (event.worker().isEmpty()) {
      holders.remove(event.slot());
    } else {
      holders.put(event.slot(), event.worker());
    }
  }

  private List<String> healings(List<SlotEvent> events) {
    var lines = new ArrayList<String>();
    for (var event : events) {
      var was = lost.get(event.slot());
      if (was == null || !event.to().equals("RUNNING")) {
        continue;
      }
      lost.remove(event.slot());
      healed
          .computeIfAbsent(was.worker(), w -> new ArrayList<>())
          .add(event.slot() + " " + new Generation(event.gen()) + " on " + event.worker());
      if (lost.values().stream().noneMatch(l -> l.worker().equals(was.worker()))) {
        var all = healed.remove(was.worker());
        var took = (event.atMillis() - was.atMillis()) / 1_000.0;
        lines.add(
            "%s of %s RUNNING again, the last after %.1f s (%s)"
                .formatted(
                    Amount.of(all == null ? 1 : all.size(), "slot"),
                    was.worker(),
                    took,
                    some(all == null ? List.of() : all)));
      }
    }
    return lines;
  }

  private static String word(String cause) {
    return switch (cause) {
      case "WORKER_DIED" -> "died, its death is certified";
      case "WORKER_LOST" -> "was silent for too long and counts as lost";
      default -> "came back with a later boot";
    };
  }

  private static String some(java.util.Collection<String> names) {
    var few = String.join(", ", names.stream().limit(NAMED).toList());
    return names.size() > NAMED ? few + ", +" + (names.size() - NAMED) + " more" : few;
  }
}
