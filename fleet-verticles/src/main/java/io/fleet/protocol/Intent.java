package io.fleet.protocol;

/**
 * What an operator has ordered, from the order until it is taken back. It is durable before it has
 * an effect, so neither a lost Redis nor another leader forgets it.
 *
 * @param kind what is ordered
 * @param target an automation, a slot ({@code prober/17}) or a worker
 * @param actor who ordered it
 * @param reason in the actor's words; may be empty
 * @param atMillis wall clock, for people
 * @param number of RESTART and RELEASE: the first generation that it does not concern; of DRAIN:
 *     how long its slots have, in milliseconds, negative for each one's own deadline; 0 otherwise
 * @since 0.1
 */
public record Intent(
    Kind kind, String target, String actor, String reason, long atMillis, long number) {
  /** What can be ordered. */
  public enum Kind {
    /** Slots are held back until a resume. */
    PAUSE,
    /** Slots are held back until a release. */
    QUARANTINE,
    /** Every generation below the number is replaced, those that wait after a failure at once. */
    RESTART,
    /** Slots that were quarantined in a generation below the number may run again. */
    RELEASE,
    /** The worker gets no new slots. */
    CORDON,
    /** The worker gets no new slots, and those that it has move. */
    DRAIN;

    /** Whether its target is a worker. */
    public boolean ofWorker() {
      return this == CORDON || this == DRAIN;
    }
  }

  /** Its name: there is one of each kind for a target. */
  public String name() {
    return kind.name().toLowerCase(java.util.Locale.ROOT) + " " + target;
  }

  /** Who and why, for people. */
  public String by() {
    return reason.isEmpty() ? "by " + actor : "by " + actor + ": " + reason;
  }
}
