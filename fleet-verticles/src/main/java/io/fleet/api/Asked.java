package io.fleet.api;

import io.fleet.slot.SlotId;

/** What a request names, looked up in the picture, or refused with one sentence. Pure. */
final class Asked {
  private Asked() {}

  /** A slot that is there: wanted, or still with a record. */
  static SlotId slot(View view, String text) {
    var slot =
        SlotId.parse(text)
            .orElseThrow(
                () ->
                    new ApiFailure(
                        400,
                        "\"" + text + "\" is not a slot. Write AUTOMATION/INDEX, as prober/17."));
    var range =
        view.map().ranges().stream()
            .filter(r -> r.automation().equals(slot.automation()))
            .findFirst()
            .orElseThrow(() -> new ApiFailure(404, noAutomation(view, slot.automation())));
    if (slot.index() >= range.count()) {
      throw new ApiFailure(
          404,
          range.count() == 0
              ? "No slot %s: %s has no slots.".formatted(slot, slot.automation())
              : "No slot %s. %s has slots 0 to %d."
                  .formatted(slot, slot.automation(), range.count() - 1));
    }
    return slot;
  }

  /** A worker that was ever heard of. */
  static WorkerView worker(View view, String name) {
    var worker = view.workers().get(name);
    if (worker == null) {
      throw new ApiFailure(
          404, "No worker \"" + name + "\"." + Hint.hint(name, view.workers().keySet()));
    }
    return worker;
  }

  static String noAutomation(View view, String name) {
    var known = view.map().ranges().stream().map(SlotMap.Range::automation).toList();
    return "No automation \"" + name + "\"." + Hint.hint(name, known);
  }
}
