package io.fleet.resource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ports that slots of this worker hold; no two hold the same. Thread-safe.
 *
 * @since 0.1
 */
public final class Ports implements PortSource {
  private static final int TRIES = 100;

  private final Set<Integer> held = ConcurrentHashMap.newKeySet();

  /** Nobody holds any. */
  public Ports() {}

  @Override
  public int take() {
    for (var i = 0; i < TRIES; i++) {
      try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        if (held.add(probe.getLocalPort())) {
          return probe.getLocalPort();
        }
      } catch (IOException e) {
        throw new IllegalStateException("No free port on the loopback interface: " + e, e);
      }
    }
    throw new IllegalStateException(
        "No free port on the loopback interface; slots hold " + held.size());
  }

  @Override
  public void give(int port) {
    if (!held.remove(port)) {
      throw new IllegalStateException("port " + port + " was not held");
    }
  }
}
