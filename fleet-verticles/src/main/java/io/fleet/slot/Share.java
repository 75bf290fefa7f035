package io.fleet.slot;

import java.util.Collection;
import java.util.List;

/**
 * Which items belong to which slot, by rendezvous hashing (Thaler and Ravishankar, 1998): each item
 * goes to the slot with the highest hash of (item, slot), so a change of the slot count moves only
 * the items that it must. Pure.
 *
 * @since 0.1
 */
public final class Share {
  private Share() {}

  /** The items of the slot with that index. */
  public static <T> List<T> of(Collection<T> all, int index, int count) {
    return all.stream().filter(item -> owner(String.valueOf(item), count) == index).toList();
  }

  static int owner(String item, int count) {
    var seed = fnv(item);
    var best = 0;
    var bestHash = Long.MIN_VALUE;
    for (var slot = 0; slot < count; slot++) {
      var hash = mix(seed + slot * 0x9E3779B97F4A7C15L);
      if (hash > bestHash) {
        bestHash = hash;
        best = slot;
      }
    }
    return best;
  }

  /** FNV-1a, 64 bits. */
  private static long fnv(String text) {
    var hash = 0xcbf29ce484222325L;
    for (var i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  /** The finaliser of SplitMix64. */
  private static long mix(long value) {
    var z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
