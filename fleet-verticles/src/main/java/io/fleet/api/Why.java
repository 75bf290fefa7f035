package io.fleet.api;

import java.util.regex.Pattern;

/**
 * Why a slot is as it is, as the leader wrote it.
 *
 * @param code a reason code
 * @param sinceMillis wall clock; 0 when the line names none
 * @param evidence for people; may be empty
 */
record Why(String code, long sinceMillis, String evidence) {
  private static final Pattern LINE =
      Pattern.compile("(\\S+)(?: (\\d+))?(?: (.*))?", Pattern.DOTALL);

  /** Reads {@code CODE since-millis evidence}; the two latter may be missing. */
  static Why parse(String line) {
    var parts = LINE.matcher(line);
    if (!parts.matches()) {
      return new Why(line.strip(), 0, "");
    }
    var since = parts.group(2);
    var evidence = parts.group(3);
    return new Why(
        parts.group(1),
        since == null ? 0 : Long.parseLong(since),
        evidence == null ? "" : evidence);
  }
}
