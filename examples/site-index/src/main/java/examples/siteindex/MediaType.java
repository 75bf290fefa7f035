package examples.siteindex;

import java.util.Locale;
import java.util.Map;

/** The content type of a file, by its name. HTML carries no charset, so the page's own counts. */
final class MediaType {
  private static final Map<String, String> BY_ENDING =
      Map.of(
          "html", "text/html",
          "htm", "text/html",
          "css", "text/css",
          "js", "text/javascript",
          "json", "application/json",
          "txt", "text/plain",
          "png", "image/png",
          "svg", "image/svg+xml");

  private MediaType() {}

  static String of(String path) {
    if (path.endsWith("/")) {
      return "text/html";
    }
    var ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return BY_ENDING.getOrDefault(ending, "application/octet-stream");
  }
}
