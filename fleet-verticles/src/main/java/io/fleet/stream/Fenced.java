package io.fleet.stream;

import io.fleet.slot.Fence;

/**
 * The slot belongs to another generation now: evidence, not a fault. Whatever this generation still
 * does must stop.
 *
 * @since 0.1
 */
public final class Fenced extends RuntimeException {
  private static final long serialVersionUID = 1;

  Fenced(String topic, Fence fence) {
    super(
        "slot %s generation %d is over: topic %s refuses it"
            .formatted(fence.slot(), fence.gen(), topic),
        null,
        false,
        false);
  }
}
