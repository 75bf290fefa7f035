package io.fleet.protocol;

import java.util.List;

/**
 * How a worker stands with packages of automations.
 *
 * @param pinned class loaders that were closed more than a minute ago and are still in memory
 * @param missing packages that fleet.yaml asks for and this worker could not get, with the reason;
 *     for people
 * @since 0.1
 */
public record CodeState(int pinned, List<String> missing) {
  /** All is well. */
  public static final CodeState WELL = new CodeState(0, List.of());

  public CodeState {
    missing = List.copyOf(missing);
  }
}
