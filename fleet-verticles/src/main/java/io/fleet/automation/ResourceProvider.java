package io.fleet.automation;

/**
 * Makes what {@link Run#lease} gives: something that a slot uses for a while and gives back, such
 * as a browser page or a connection. Found by {@link java.util.ServiceLoader} with the class loader
 * of the automation; one instance for each loader, which must be thread-safe. The lease ledger
 * counts every resource that was made and closed.
 *
 * @param <R> the resource; its {@code close} gives it back, on the slot's thread, once
 * @since 0.1
 */
public interface ResourceProvider<R extends AutoCloseable> {
  /** What one asks for. */
  Class<R> type();

  /**
   * Makes one; may block, and may throw: then the execution fails with it.
   *
   * @param lessee for whom
   */
  R lease(Lessee lessee) throws Exception;
}
