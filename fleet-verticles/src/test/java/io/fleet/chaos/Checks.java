package io.fleet.chaos;

import io.fleet.slot.SlotState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The invariants, as functions from what was written down to the sentences that say what was
 * broken; an empty list is a pass. Pure.
 */
final class Checks {
  private Checks() {}

  /** I1: each generation of a slot starts at most once, ever, on any worker. */
  static List<String> startsOnce(List<Line> lines) {
    var seen = new HashMap<String, Line>();
    var wrong = new ArrayList<String>();
    for (var start : starts(lines)) {
      var before = seen.put(start.slot() + " " + start.gen(), start);
      if (before != null) {
        wrong.add("I1: started twice: " + before + " and " + start);
      }
    }
    return wrong;
  }

  /** I3: in the order of their starts, the generations of a slot strictly rise. */
  static List<String> generationsRise(List<Line> lines) {
    var last = new HashMap<String, Line>();
    var wrong = new ArrayList<String>();
    for (var start : starts(lines)) {
      var before = last.put(start.slot(), start);
      if (before != null && start.gen() <= before.gen()) {
        wrong.add("I3: not risen: " + before + ", then " + start);
      }
    }
    return wrong;
  }

  /**
   * I2b: never two generations of a slot at once. Excused is alone who was frozen for longer than
   * the lease, until {@code grace} after he was let go.
   */
  static List<String> neverTwo(List<Line> lines, Duration lease, Duration grace) {
    var freezes = Freezes.of(lines, lease, grace);
    var wrong = new ArrayList<String>();
    bySlot(lines)
        .values()
        .forEach(
            of -> {
              Line newest = null;
              Line holder = null;
              for (var line : of) {
                if (line.what().equals("start") && (newest == null || line.gen() > newest.gen())) {
                  newest = line;
                }
                var late = newest != null && line.gen() < newest.gen();
                if (late && !freezes.excuse(line)) {
                  wrong.add("I2b: two at once: " + newest + " has begun, yet " + line);
                }
                switch (line.what()) {
                  case "locked" -> holder = line;
                  case "end" -> holder = holder != null && same(holder, line) ? null : holder;
                  case "flock-refused" -> {
                    if (holder == null || !freezes.excuse(holder.pid(), line.nanos())) {
                      wrong.add("I2b: the lock was held: " + line + ", holder " + holder);
                    }
                  }
                  default -> {
                    // Says nothing of the lock.
                  }
                }
              }
            });
    return wrong;
  }

  /** I2a: after the first record of a generation none of an older one is accepted. */
  static List<String> noOldRecord(List<Emitted> records) {
    var newest = new HashMap<String, Emitted>();
    var wrong = new ArrayList<String>();
    for (var record : records) {
      var before = newest.get(record.slot());
      if (before != null && record.gen() < before.gen()) {
        wrong.add("I2a: accepted after a newer generation: " + record + " after " + before);
      } else {
        newest.put(record.slot(), record);
      }
    }
    return wrong;
  }

  /** I2a: no record is accepted once its generation is nobody's, or the slot has a newer one. */
  static List<String> noRecordOfTheDead(List<Emitted> records, List<Moved> moves) {
    var bySlot = new HashMap<String, TreeMap<Long, Moved>>();
    moves.forEach(
        move ->
            bySlot.computeIfAbsent(move.slot(), slot -> new TreeMap<>()).put(move.millis(), move));
    var wrong = new ArrayList<String>();
    for (var record : records) {
      // Two streams have no common order within one millisecond.
      var before = bySlot.getOrDefault(record.slot(), new TreeMap<>()).lowerEntry(record.millis());
      if (before != null && !mayEmit(before.getValue(), record.gen())) {
        wrong.add(
            "I2a: accepted of an ended generation: " + record + " after " + before.getValue());
      }
    }
    return wrong;
  }

  private static boolean mayEmit(Moved last, long gen) {
    return gen > last.gen() || (gen == last.gen() && owned(last.to()));
  }

  /** I10: the epochs of the accepted writes never fall, and each was led once. */
  static List<String> epochsRise(List<Moved> moves, List<Long> led) {
    var wrong = new ArrayList<String>();
    Moved before = null;
    for (var move : moves) {
      if (before != null && move.epoch() < before.epoch()) {
        wrong.add("I10: an older epoch wrote: " + move + " after " + before);
      }
      before = move;
    }
    var once = new HashSet<Long>();
    led.stream()
        .filter(epoch -> !once.add(epoch))
        .forEach(epoch -> wrong.add("I10: epoch " + epoch + " was led twice"));
    return wrong;
  }

  /** I15: each move begins where the one before it ended, and the last ones are what is. */
  static List<String> replays(List<Moved> log, Map<String, Moved> present) {
    var last = new TreeMap<String, Moved>();
    var wrong = new ArrayList<String>();
    for (var move : log) {
      var before = last.put(move.slot(), move);
      var from = before == null ? "NONE" : before.to();
      if (!from.equals(move.from())) {
        wrong.add("I15: does not follow: " + move + " after " + before);
      }
      if (move.to().equals("ASSIGNED") && move.gen() >> 20 != move.epoch()) {
        wrong.add("I15: the generation is not of its epoch: " + move);
      }
    }
    last.values().removeIf(move -> move.to().equals("NONE"));
    var slots = new TreeSet<>(last.keySet());
    slots.addAll(present.keySet());
    for (var slot : slots) {
      var told = shown(last.get(slot));
      var is = shown(present.get(slot));
      if (!told.equals(is)) {
        wrong.add("I15: " + slot + " is " + is + ", by its log " + told);
      }
    }
    return wrong;
  }

  private static String shown(@org.jspecify.annotations.Nullable Moved move) {
    return move == null
        ? "absent"
        : "%s %d epoch %d on '%s'".formatted(move.to(), move.gen(), move.epoch(), move.worker());
  }

  /** I9: no voluntary drain while as many as may be unavailable are so already. */
  static List<String> budgets(
      List<Moved> log, Map<String, Integer> desired, Map<String, Integer> unavailable) {
    var running = new HashMap<String, Set<String>>();
    var wrong = new ArrayList<String>();
    for (var move : log) {
      var automation = move.slot().substring(0, move.slot().indexOf('/'));
      var up = running.computeIfAbsent(automation, name -> new HashSet<>());
      var voluntary =
          move.from().equals("RUNNING")
              && move.to().equals("DRAINING")
              && move.cause().equals("CONFIG_CHANGED");
      var down = desired.getOrDefault(automation, 0) - up.size();
      if (voluntary && down >= unavailable.getOrDefault(automation, Integer.MAX_VALUE)) {
        wrong.add("I9: " + down + " were down already: " + move);
      }
      if (move.to().equals("RUNNING")) {
        up.add(move.slot());
      } else {
        up.remove(move.slot());
      }
    }
    return wrong;
  }

  /** I11: the same processes run the same generations. */
  static List<String> untouched(Map<String, Ledger.Life> before, Map<String, Ledger.Life> after) {
    var wrong = new ArrayList<String>();
    before.forEach(
        (slot, life) -> {
          var now = after.get(slot);
          if (now == null || now.gen() != life.gen() || now.pid() != life.pid() || now.ended()) {
            wrong.add("I11: touched: " + slot + " was " + life + ", is " + now);
          }
        });
    return wrong;
  }

  /** I3 over a loss of Redis: what starts afterwards is above all that was seen before. */
  static List<String> above(long highest, List<Line> later) {
    return starts(later).stream()
        .filter(start -> start.gen() <= highest)
        .map(start -> "I3: not above " + highest + ", the highest before the loss: " + start)
        .toList();
  }

  private static boolean owned(String state) {
    return !state.equals("NONE") && SlotState.valueOf(state).owned();
  }

  private static boolean same(Line a, Line b) {
    return a.gen() == b.gen() && a.pid() == b.pid();
  }

  private static List<Line> starts(List<Line> lines) {
    return lines.stream()
        .filter(line -> line.what().equals("start"))
        .sorted(Comparator.comparingLong(Line::nanos))
        .toList();
  }

  private static Map<String, List<Line>> bySlot(List<Line> lines) {
    return lines.stream()
        .filter(Line::ofWitness)
        .sorted(Comparator.comparingLong(Line::nanos))
        .collect(Collectors.groupingBy(Line::slot, TreeMap::new, Collectors.toList()));
  }
}
