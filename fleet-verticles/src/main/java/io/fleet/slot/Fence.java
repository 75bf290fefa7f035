package io.fleet.slot;

/**
 * Who writes or reads: one generation of a slot on one boot of a worker. Redis refuses it as soon
 * as the slot is given to another generation.
 *
 * @param slot the slot, {@code prober/17}
 * @param gen the generation
 * @param worker the worker's name
 * @param boot the worker's boot
 * @since 0.1
 */
public record Fence(String slot, long gen, String worker, long boot) {
  /** The slot's automation. */
  public String automation() {
    return slot.substring(0, slot.lastIndexOf('/'));
  }

  /** The name under which it reads: {@code prober/17:3145729}. */
  public String consumer() {
    return slot + ":" + gen;
  }
}
