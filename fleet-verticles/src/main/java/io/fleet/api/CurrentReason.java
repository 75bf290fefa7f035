package io.fleet.api;

import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import java.util.Optional;

/**
 * The one current reason of a slot. Pure.
 *
 * @param code a reason code
 * @param sentence for people, with the evidence
 * @param sinceMillis wall clock; 0 when unknown
 * @param source who says so
 */
record CurrentReason(String code, String sentence, long sinceMillis, String source) {
  static CurrentReason of(View view, SlotId slot) {
    var spec = view.spec(slot);
    if (view.suspect(slot)) {
      return of(Reason.AWAITING_VERDICT, spec.sinceMillis(), "heartbeat of " + spec.worker());
    }
    var why = view.why().get(slot);
    if (why != null) {
      var since = why.sinceMillis() > 0 ? why.sinceMillis() : spec.sinceMillis();
      return new CurrentReason(why.code(), sentence(why), since, "reconciler");
    }
    var reason =
        switch (spec.state()) {
          case RUNNING, FREE -> spec.cause();
          case ASSIGNED -> Reason.AWAITING_REPORT;
          case DRAINING -> Reason.AWAITING_STOP;
          case STUCK -> Reason.CODE_WILL_NOT_STOP;
          case BACKOFF -> Reason.BACKOFF_UNTIL;
          case QUARANTINED -> Reason.AWAITING_RELEASE;
          case PAUSED -> Reason.PAUSED_BY;
        };
    return of(reason, spec.sinceMillis(), "record of the slot");
  }

  /** Whether a slot that does not simply run has a reason of its own: only a bare FREE has none. */
  static boolean known(View view, SlotId slot) {
    return view.why().containsKey(slot)
        || view.suspect(slot)
        || view.spec(slot).state() != io.fleet.slot.SlotState.FREE;
  }

  private static CurrentReason of(Reason reason, long sinceMillis, String source) {
    return new CurrentReason(reason.name(), reason.sentence(), sinceMillis, source);
  }

  private static String sentence(Why why) {
    var words = reason(why.code()).map(Reason::sentence).orElse(why.code());
    return why.evidence().isEmpty() ? words : words + ": " + why.evidence();
  }

  /** A code of a later version is shown as it is. */
  static Optional<Reason> reason(String code) {
    try {
      return Optional.of(Reason.valueOf(code));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
