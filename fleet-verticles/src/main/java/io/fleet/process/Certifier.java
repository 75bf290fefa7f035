package io.fleet.process;

/**
 * Writes a death certificate where the master sees it.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Certifier {
  /**
   * Says that every execution of this boot has ended: its process tree was seen empty. Called on a
   * thread of the shell, one call at a time, and again with the same or a higher boot until it says
   * true; it may block, but should give up after a second or so. It must write {@code max(old,
   * boot)}.
   *
   * @return true if it is written, or a later boot of this worker has registered; false or an
   *     exception to be called again
   */
  boolean certify(long boot) throws Exception;
}
