package io.fleet.automation;

/**
 * The item's own fault: it goes to the dead letters at once and the slot goes on.
 *
 * @since 0.1
 */
public final class Reject extends RuntimeException {
  private static final long serialVersionUID = 1;

  private Reject(String why) {
    super(why, null, false, false);
  }

  /** To be thrown from execute. */
  public static Reject because(String why) {
    return new Reject(why);
  }
}
