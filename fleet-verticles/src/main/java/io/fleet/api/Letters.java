package io.fleet.api;

import io.fleet.protocol.SlotSpec;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import io.vertx.core.json.JsonArray;
import java.util.Map;
import java.util.function.Predicate;

/** All slots as one string of letters, by slot number. Pure. */
final class Letters {
  /** The letter of a slot whose worker is silent. */
  static final char SUSPECT = 'U';

  private Letters() {}

  /**
   * Packs the slots; one without a record is FREE.
   *
   * @param silent whether a worker is silent
   */
  static String pack(SlotMap map, Map<SlotId, SlotSpec> specs, Predicate<String> silent) {
    var letters = new char[map.size()];
    java.util.Arrays.fill(letters, SlotState.FREE.letter());
    specs.forEach(
        (slot, spec) ->
            map.number(slot).ifPresent(number -> letters[number] = letter(spec, silent)));
    return new String(letters);
  }

  /** The letter of one slot. */
  static char letter(SlotSpec spec, Predicate<String> silent) {
    return spec.state().owned() && silent.test(spec.worker()) ? SUSPECT : spec.state().letter();
  }

  /** What changed, as {@code [slotNo, letter, …]}; both strings are of one map. */
  static JsonArray changes(String before, String after) {
    var changes = new JsonArray();
    for (var i = 0; i < after.length(); i++) {
      if (before.charAt(i) != after.charAt(i)) {
        changes.add(i).add(String.valueOf(after.charAt(i)));
      }
    }
    return changes;
  }
}
