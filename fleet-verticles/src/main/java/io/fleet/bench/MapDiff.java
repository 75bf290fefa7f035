package io.fleet.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The limit of the reconciler: two plain maps, what should be and what is, and the difference
 * between them; one entry in a hundred differs.
 */
final class MapDiff {
  private final Map<String, String> desired = new HashMap<>();
  private final Map<String, String> observed = new HashMap<>();

  MapDiff(int slots) {
    for (var i = 0; i < slots; i++) {
      var slot = "automation-" + i % 100 + "/" + i / 100;
      desired.put(slot, "config of " + i % 100);
      // Texts of its own, as they come from a store.
      observed.put(
          String.valueOf(slot.toCharArray()), "config of " + (i % 100 == 7 ? -1 : i % 100));
    }
  }

  long run() {
    var changed = new ArrayList<List<String>>();
    var nanos = Runs.nanos(() -> diff(changed));
    if (changed.size() != desired.size() / 100) {
      throw new IllegalStateException("the diff found " + changed.size());
    }
    return nanos;
  }

  private void diff(List<List<String>> changed) {
    desired.forEach(
        (slot, config) -> {
          var is = observed.get(slot);
          if (!Objects.equals(config, is)) {
            changed.add(List.of(slot, "start"));
          }
        });
    observed.forEach(
        (slot, config) -> {
          if (!desired.containsKey(slot)) {
            changed.add(List.of(slot, "stop"));
          }
        });
  }
}
