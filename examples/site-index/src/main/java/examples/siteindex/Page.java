package examples.siteindex;

/**
 * What the site answered.
 *
 * @param url the address asked for
 * @param status HTTP status
 * @param contentType as sent, or empty
 * @param body HTML packed by {@link Packed}; empty for anything else, and for a page too big to
 *     send
 * @since 0.1
 */
public record Page(String url, int status, String contentType, String body) {
  /** Whether this is a page of the site: HTML that was found. */
  boolean isHtml() {
    return status == 200 && contentType.regionMatches(true, 0, "text/html", 0, 9);
  }
}
