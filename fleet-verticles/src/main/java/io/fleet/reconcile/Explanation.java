package io.fleet.reconcile;

import io.fleet.slot.Reason;

/**
 * The one current reason why a slot is not simply running.
 *
 * @param reason the code
 * @param evidence one line that a person can check; may be empty
 * @since 0.1
 */
public record Explanation(Reason reason, String evidence) {
  /** As it is stored: {@code CODE evidence}. */
  public String line() {
    return evidence.isEmpty() ? reason.name() : reason.name() + " " + evidence;
  }
}
