package io.fleet.automation;

/**
 * Which slot this is.
 *
 * @param automation its automation's name in fleet.yaml
 * @param index zero-based
 * @param count how many slots the automation has
 * @param generation the number of this tenure; rises for ever, so it serves as an idempotency key
 *     outside the fleet
 * @since 0.1
 */
public record SlotInfo(String automation, int index, int count, long generation) {
  /** {@code prober/17}. */
  @Override
  public String toString() {
    return automation + "/" + index;
  }
}
