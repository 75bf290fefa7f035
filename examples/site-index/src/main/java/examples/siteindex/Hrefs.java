package examples.siteindex;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Turns an href into an address, as a browser does. The merging of paths is done here because
 * {@link URI#resolve} differs: it makes the folder of an empty reference, keeps {@code /..} above
 * the root and drops empty segments.
 */
final class Hrefs {
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*");
  private static final String LEGAL = "-._~:/@!$&'()*+,;=%";

  private Hrefs() {}

  /**
   * The address without query and fragment; empty for what is no address but an action of the page
   * ({@code javascript:}, {@code data:}).
   */
  static Optional<String> resolve(URI base, String raw) {
    var href = cut(raw.replaceAll("[\\t\\r\\n]", "").strip());
    var scheme = SCHEME.matcher(href);
    if (scheme.matches()) {
      return switch (scheme.group(1).toLowerCase(Locale.ROOT)) {
        case "javascript", "data" -> Optional.empty();
        case "http", "https" -> Optional.of(absolute(href));
        default -> Optional.of(href); // mailto and the like: counted, never fetched
      };
    }
    var path = href.replace('\\', '/');
    if (path.startsWith("//")) {
      return Optional.of(absolute(base.getScheme() + ":" + path));
    }
    var folder = base.getRawPath().substring(0, base.getRawPath().lastIndexOf('/') + 1);
    var merged =
        path.isEmpty()
            ? base.getRawPath()
            : path.startsWith("/") ? encode(path) : folder + encode(path);
    return Optional.of(origin(base) + withoutDots(merged));
  }

  /** Whether an address belongs to the site of a page: same scheme, host and port. */
  static boolean isInside(URI page, String link) {
    return link.startsWith(origin(page) + "/");
  }

  /** What relative links can start from; empty for a link that is no http address. */
  static Optional<URI> address(String link) {
    try {
      var uri = new URI(link);
      return uri.getHost() == null ? Optional.empty() : Optional.of(uri);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static String cut(String href) {
    return href.split("[?#]", 2)[0];
  }

  private static String absolute(String href) {
    try {
      var uri = new URI(encode(href.replace('\\', '/')));
      return uri.getHost() == null ? href : origin(uri) + withoutDots(uri.getRawPath());
    } catch (URISyntaxException e) {
      return href; // leads nowhere; counted as it stands
    }
  }

  private static String origin(URI uri) {
    var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    var usual = scheme.equals("https") ? 443 : 80;
    var port = uri.getPort() < 0 || uri.getPort() == usual ? "" : ":" + uri.getPort();
    var host = Objects.requireNonNullElse(uri.getHost(), "");
    return scheme + "://" + host.toLowerCase(Locale.ROOT) + port;
  }

  /** Above the root there is nothing, so {@code ..} stays there. */
  private static String withoutDots(String path) {
    var kept = new ArrayDeque<String>();
    var last = "";
    for (var segment : path.substring(Math.min(1, path.length())).split("/", -1)) {
      last = segment;
      if (segment.equals("..")) {
        kept.pollLast();
      } else if (!segment.equals(".")) {
        kept.addLast(segment);
      }
    }
    var folder = last.equals(".") || last.equals("..");
    return "/" + String.join("/", kept) + (folder && !kept.isEmpty() ? "/" : "");
  }

  /** Escapes what a URL must not hold, also a percent sign that begins no escape. */
  private static String encode(String href) {
    var encoded = new StringBuilder();
    for (var b : href.getBytes(StandardCharsets.UTF_8)) {
      var c = (char) (b & 0xff);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || LEGAL.indexOf(c) >= 0)) {
        encoded.append(c);
      } else {
        encoded.append(String.format("%%%02X", b));
      }
    }
    return encoded.toString().replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
  }
}
