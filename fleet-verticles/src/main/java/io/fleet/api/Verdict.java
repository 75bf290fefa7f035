package io.fleet.api;

import java.util.ArrayList;

/**
 * The one sentence that says whether the fleet is well. Pure.
 *
 * @param word {@code well}, {@code degraded} or {@code down}
 * @param sentence for people
 */
record Verdict(String word, String sentence) {
  static Verdict of(Standing standing, int needs, boolean storeLost) {
    if (needs > 0) {
      var resting = standing.finished() + standing.paused();
      var down = storeLost || (standing.running() == 0 && standing.desired() > resting);
      var things = needs == 1 ? "1 thing needs you." : Text.count(needs) + " things need you.";
      return new Verdict(down ? "down" : "degraded", things + " " + upper(running(standing)) + ".");
    }
    if (!standing.converged()) {
      return new Verdict("degraded", "Settling: " + running(standing) + ".");
    }
    return standing.desired() == 0
        ? new Verdict("well", "No automation yet.")
        : new Verdict("well", "Healthy. " + running(standing) + ".");
  }

  private static String upper(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static String running(Standing standing) {
    if (standing.desired() == 0) {
      return "no slot is wanted";
    }
    var parts = new ArrayList<String>();
    parts.add(
        "%s of %s running"
            .formatted(Text.count(standing.running()), Text.count(standing.desired(), "slot")));
    if (standing.finished() > 0) {
      parts.add(Text.count(standing.finished()) + " finished");
    }
    if (standing.paused() > 0) {
      parts.add(Text.count(standing.paused()) + " paused");
    }
    return String.join(", ", parts);
  }
}
