package examples.siteindex.check;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Addresses as a browser sees them, written a second time. */
final class Addresses {
  private Addresses() {}

  /** RFC 3986, 5.2, for what is in a site: {@code from} is an absolute http address. */
  static String absolute(String from, String raw) {
    var href = raw.replaceAll("[\t\r\n]", "").strip().replaceAll("(?s)[?#].*", "");
    if (href.isEmpty()) {
      return from;
    }
    if (href.matches("(?i)[a-z][a-z0-9+.-]*:.*") && !href.matches("(?i)https?://.*")) {
      return href;
    }
    var slashed = href.replace('\\', '/');
    var pathAt = from.indexOf('/', from.indexOf("//") + 2);
    var origin = from.substring(0, pathAt);
    if (slashed.matches("(?i)https?://.*")) {
      var end = slashed.indexOf('/', slashed.indexOf("//") + 2);
      origin = (end < 0 ? slashed : slashed.substring(0, end)).toLowerCase(Locale.ROOT);
      origin = origin.replaceFirst("^(http://.*):80$|^(https://.*):443$", "$1$2");
      slashed = end < 0 ? "/" : slashed.substring(end);
    } else if (slashed.startsWith("//")) {
      return absolute(from, from.substring(0, from.indexOf(':') + 1) + slashed);
    } else if (!slashed.startsWith("/")) {
      return climb(origin, from.substring(pathAt, from.lastIndexOf('/') + 1) + escape(slashed));
    }
    return climb(origin, escape(slashed));
  }

  private static String climb(String origin, String path) {
    var rest = path.replaceAll("/(\\./)+", "/").replaceFirst("/\\.$", "/");
    rest = rest.replaceFirst("/\\.\\.$", "/../");
    while (rest.contains("/../")) {
      var up = rest.indexOf("/../");
      var parent = up == 0 ? 0 : rest.lastIndexOf('/', up - 1);
      rest = rest.substring(0, parent) + rest.substring(up + 3);
    }
    return origin + rest;
  }

  private static String escape(String text) {
    var out = new StringBuilder();
    for (var b : text.replaceAll("%(?![0-9A-Fa-f]{2})", "%25").getBytes(StandardCharsets.UTF_8)) {
      var plain = b > 32 && b < 127 && "\"<>[]^`{|}\\".indexOf(b) < 0;
      out.append(plain ? String.valueOf((char) b) : String.format("%%%02X", b));
    }
    return out.toString();
  }

  static String unescape(String path) {
    var bytes = new ByteArrayOutputStream();
    for (var i = 0; i < path.length(); i++) {
      var escape = path.charAt(i) == '%';
      bytes.write(escape ? Integer.parseInt(path.substring(i + 1, i + 3), 16) : path.charAt(i));
      i += escape ? 2 : 0;
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
