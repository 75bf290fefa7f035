package io.fleet.reconcile;

import io.fleet.protocol.Intent;
import io.fleet.protocol.Intent.Kind;
import io.fleet.slot.Generation;
import io.fleet.slot.SlotId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What operators have ordered of the slots of one automation. Immutable.
 *
 * @param all orders for all of them
 * @param some orders for single ones, by slot
 * @since 0.1
 */
public record Will(Map<Kind, Intent> all, Map<SlotId, Map<Kind, Intent>> some) {
  /** Nothing was ordered. */
  public static final Will NONE = new Will(Map.of(), Map.of());

  public Will {
    all = Map.copyOf(all);
    some = Map.copyOf(some);
  }

  /** The wills of all automations that something was ordered of. */
  public static Map<String, Will> of(Collection<Intent> intents) {
    var all = new HashMap<String, Map<Kind, Intent>>();
    var some = new HashMap<String, Map<SlotId, Map<Kind, Intent>>>();
    for (var intent : intents) {
      if (intent.kind().ofWorker()) {
        continue;
      }
      var slot = SlotId.parse(intent.target());
      var automation = slot.map(SlotId::automation).orElse(intent.target());
      var ofAll = all.computeIfAbsent(automation, name -> new HashMap<>());
      var ofSome = some.computeIfAbsent(automation, name -> new HashMap<>());
      slot.map(id -> ofSome.computeIfAbsent(id, one -> new HashMap<>()))
          .orElse(ofAll)
          .put(intent.kind(), intent);
    }
    var wills = new HashMap<String, Will>();
    all.forEach(
        (automation, ofAll) ->
            wills.put(automation, new Will(ofAll, some.getOrDefault(automation, Map.of()))));
    return wills;
  }

  /** The order of a kind that holds a slot, if there is one. */
  Optional<Intent> of(Kind kind, SlotId slot) {
    return both(kind, slot).findFirst();
  }

  /** The order of a kind that was given after a generation began. */
  Optional<Intent> after(Kind kind, SlotId slot, Generation gen) {
    return both(kind, slot).filter(intent -> gen.value() < intent.number()).findFirst();
  }

  private Stream<Intent> both(Kind kind, SlotId slot) {
    if (all.isEmpty() && some.isEmpty()) {
      return Stream.empty(); // As for nearly every slot in nearly every pass.
    }
    return Stream.of(some.getOrDefault(slot, Map.of()), all)
        .map(orders -> orders.get(kind))
        .filter(java.util.Objects::nonNull)
        .map(java.util.Objects::requireNonNull);
  }
}
