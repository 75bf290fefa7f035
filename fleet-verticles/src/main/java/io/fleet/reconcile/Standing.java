package io.fleet.reconcile;

/**
 * Whether a worker may have new slots, and whether it may keep those that it has; it changes
 * rarely.
 *
 * @param kind how it stands
 * @param word why, for people; empty when it is open
 * @param graceMillis of DRAINING: how long its slots have to end; negative for each one's own drain
 *     deadline
 * @since 0.1
 */
public record Standing(Kind kind, String word, long graceMillis) {
  /** How a worker stands. */
  public enum Kind {
    /** It takes slots. */
    OPEN,
    /** It takes none, by an operator's order. */
    CORDONED,
    /** It takes none and gives its own away, by an operator's order. */
    DRAINING,
    /** It takes none for a while, for slots fail there more often than elsewhere. */
    QUARANTINED,
    /** It takes none as long as its host does not let it: its memory is short, or its clock off. */
    GATED,
    /** It takes none until its turn, for too much failed at once. */
    BRAKED
  }

  /** Each slot has the drain deadline of its automation. */
  public static final long OWN_DEADLINE = -1;

  /** As most are. */
  public static final Standing OPEN = new Standing(Kind.OPEN, "", OWN_DEADLINE);

  /** Without a deadline. */
  public static Standing of(Kind kind, String word) {
    return new Standing(kind, word, OWN_DEADLINE);
  }

  boolean open() {
    return kind == Kind.OPEN;
  }
}
