package examples.siteindex;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/**
 * What is known of one address.
 *
 * @param url the address
 * @param status HTTP status
 * @param html whether it is a page of the site
 * @param title of the page, or empty
 * @param words of the page's text
 * @param inside its distinct links into the site, one a line, packed by {@link Packed}: a page with
 *     tens of thousands of links must fit into a record too
 * @param outside how many distinct links leave the site
 * @since 0.1
 */
public record Finding(
    String url, int status, boolean html, String title, int words, String inside, int outside) {

  /** An address that is no page. */
  static Finding other(String url, int status) {
    return new Finding(url, status, false, "", 0, "", 0);
  }

  static String join(Collection<String> links) {
    return Packed.pack(String.join("\n", links).getBytes(StandardCharsets.UTF_8));
  }

  /** The distinct links into the site. */
  List<String> links() {
    return new String(Packed.unpack(inside), StandardCharsets.UTF_8).lines().toList();
  }
}
