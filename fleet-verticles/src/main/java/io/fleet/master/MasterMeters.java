package io.fleet.master;

/**
 * What a master measures.
 *
 * @since 0.1
 */
public interface MasterMeters {
  /** A pass has planned. */
  void passed(long tookNanos);

  /** It leads now, or does not any more. */
  void leads(boolean leads, long epoch);

  /** A write was refused because another leads. */
  void fenced();
}
