package io.fleet.resource;

/**
 * Where ports come from. Thread-safe.
 *
 * @since 0.1
 */
public interface PortSource {
  /** A port that is free now and that no other slot of this worker holds. */
  int take();

  /** It is no longer needed. */
  void give(int port);
}
