package io.fleet.api;

import io.fleet.slot.SlotState;
import io.vertx.core.json.JsonObject;

/** How many slots are in each state, counted from their letters alone. Pure. */
final class Tally {
  /** The word for letter U. */
  static final String SUSPECT = "SUSPECT";

  private final int[] byLetter = new int[128];

  private Tally() {}

  static Tally of(CharSequence letters) {
    var tally = new Tally();
    letters.chars().forEach(letter -> tally.byLetter[letter]++);
    return tally;
  }

  int of(SlotState state) {
    return byLetter[state.letter()];
  }

  int suspect() {
    return byLetter[Letters.SUSPECT];
  }

  /** Every state, zeros too. */
  JsonObject all() {
    var json = new JsonObject();
    for (var state : SlotState.values()) {
      json.put(state.name(), of(state));
    }
    return json.put(SUSPECT, suspect());
  }

  /** The states that occur. */
  JsonObject some() {
    var json = new JsonObject();
    all()
        .forEach(
            entry -> {
              if (!Integer.valueOf(0).equals(entry.getValue())) {
                json.put(entry.getKey(), entry.getValue());
              }
            });
    return json;
  }
}
