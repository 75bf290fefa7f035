package io.fleet.automation;

/**
 * A free TCP port of the loopback interface: {@code run.lease(LocalPort.class).number()}. No other
 * slot of this worker is given it until the lease ends; a process of somebody else may still take
 * it, so a server that finds it taken should lease another.
 *
 * @since 0.1
 */
public interface LocalPort extends AutoCloseable {
  /** 1024 to 65535. */
  int number();

  /** Gives it back. */
  @Override
  void close();
}
