package io.fleet.config;

/**
 * One thing that is wrong with a fleet.yaml, as a value: where, what, and what to do.
 *
 * @param line one-based; 0 when the problem has no place
 * @param column one-based
 * @param path {@code automations.prober.slots}; empty for the whole file
 * @param what what is wrong
 * @param hint what to do; may be empty
 * @since 0.1
 */
public record Problem(int line, int column, String path, String what, String hint) {
  /** The {@link #what} of a secret in plain text; whoever shows a problem must not quote it. */
  public static final String PLAIN_SECRET = "a secret in plain text";

  static final String SECRET_HINT = "Refer to it: { secret: env:NAME } or { secret: file:PATH }";

  /** {@code fleet.yaml:7:5: automations.prober.slot: unknown field. Did you mean "slots"?} */
  public String render(String file) {
    var place = line > 0 ? file + ":" + line + ":" + column + ": " : file + ": ";
    var subject = path.isEmpty() ? "" : path + ": ";
    return place + subject + what + (hint.isEmpty() ? "" : ". " + hint);
  }
}
