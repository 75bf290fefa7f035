package io.fleet.protocol;

/**
 * Where on the event bus a worker is asked for its logs, and where it sends what is new. Whoever
 * follows renews within the lease, by asking again with the same feed.
 *
 * @since 0.1
 */
public final class LogAddress {
  /** How long a worker sends without being asked again. */
  public static final int LEASE_SECONDS = 60;

  /** The most lines that one answer has; also what is kept of a slot. */
  public static final int MOST_LINES = 1_000;

  private static final String FEED = "fleet.feed.logs.";
  private static final String SHAPE = "fleet\\.feed\\.logs\\.[a-z0-9-]{1,60}";

  private LogAddress() {}

  /** Of one worker. */
  public static String of(String worker) {
    return "__fleet.logs." + worker;
  }

  /** Of one follower. */
  public static String feed(String id) {
    return FEED + id;
  }

  /** Whether lines may be sent there. */
  public static boolean isFeed(String address) {
    return address.matches(SHAPE);
  }
}
