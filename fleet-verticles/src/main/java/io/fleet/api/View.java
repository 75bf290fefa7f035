package io.fleet.api;

import io.fleet.protocol.SlotSpec;
import io.fleet.slot.SlotId;
import java.util.Map;
import java.util.SortedMap;

/**
 * The whole fleet at one moment; all documents and feeds are made from one of these. Immutable by
 * agreement: the maps are not changed any more.
 *
 * @param fleet its id, shown until a fleet.yaml gives it a name
 * @param atMillis wall clock
 * @param desired what should be
 * @param map numbers the slots
 * @param letters one letter a slot number
 * @param specs the leader's records
 * @param workers by name
 * @param why by slot
 * @param master who leads
 * @param rates by automation
 * @param storeSilentMillis since Redis last answered
 * @param convergedSinceMillis wall clock of the last change between converged and not; 0 when
 *     unknown
 * @param heldRevision the last revision that was seen converged; 0 when none was
 */
record View(
    String fleet,
    long atMillis,
    Desired desired,
    SlotMap map,
    String letters,
    SortedMap<SlotId, SlotSpec> specs,
    SortedMap<String, WorkerView> workers,
    Map<SlotId, Why> why,
    Master master,
    Map<String, Rates> rates,
    long storeSilentMillis,
    long convergedSinceMillis,
    long heldRevision) {
  /** Past this the store counts as lost. */
  static final long STORE_PATIENCE_MILLIS = 3_000;

  /** The record of a slot, or the one that says FREE. */
  SlotSpec spec(SlotId slot) {
    var spec = specs.get(slot);
    return spec == null ? SlotSpec.none(slot) : spec;
  }

  /** The letter of a slot; FREE's for one that is not there. */
  char letter(SlotId slot) {
    var number = map.number(slot);
    return number.isPresent() ? letters.charAt(number.getAsInt()) : 'F';
  }

  boolean suspect(SlotId slot) {
    return letter(slot) == Letters.SUSPECT;
  }

  boolean storeLost() {
    return storeSilentMillis > STORE_PATIENCE_MILLIS;
  }

  View since(long sinceMillis, long held) {
    return new View(
        fleet,
        atMillis,
        desired,
        map,
        letters,
        specs,
        workers,
        why,
        master,
        rates,
        storeSilentMillis,
        sinceMillis,
        held);
  }
}
