package examples.siteindex.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts a site by walking through its files from index.html, without server, streams or HTML
 * library, and compares with what the fleet wrote.
 *
 * <pre>
 * java -cp site-index.jar examples.siteindex.check.IndependentCount SITE [--base URL] [--compare DIR]
 * </pre>
 *
 * It prints one JSON object: {@code pages}, {@code links} and {@code broken}; with {@code
 * --compare} also {@code fetches}, the addresses that were fetched more than once, and all
 * differences. Exit code 0: the same; 1: a difference; 2: wrong use. One thread only.
 *
 * @since 0.1
 */
public final class IndependentCount {
  private static final Pattern TOKEN =
      Pattern.compile(
          "<!--.*?(?:-->|\\z)"
              + "|<(script|style|textarea|title)\\b[^>]*>.*?(?:</\\1\\s*>|\\z)"
              + "|<(a|base)(?=[\\s/])((?:[^>\"']|\"[^\"]*\"|'[^']*')*+)>",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern HREF =
      Pattern.compile(
          "(?:^|[\\s/\"'])href\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s\"'>]+))",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern ENTITY =
      Pattern.compile("&(?:#([0-9]+)|#[xX]([0-9a-fA-F]+)|(amp|lt|gt|quot|apos|nbsp));");

  private final Path root;
  private final String base;
  private final Map<String, Set<String>> linksByPage = new TreeMap<>();
  private final Set<String> missing = new HashSet<>();

  private IndependentCount(Path root, String base) {
    this.root = root;
    this.base = base;
  }

  /** What a site holds. */
  public record Count(long pages, long links, long broken) {}

  /** Counts the jar or folder as if it stood at {@code base}, say {@code http://127.0.0.1:8099}. */
  public static Count count(Path site, String base) throws IOException {
    return walk(site, base).total();
  }

  /**
   * Compares with the files that the fleet wrote; what differs, one sentence each, and nothing when
   * all is the same.
   */
  public static List<String> compare(Path site, String base, Path out) throws IOException {
    var counted = walk(site, base);
    return new Comparison(counted.linksByPage, counted.total(), base, out).differences();
  }

  /** The command line. */
  public static void main(String[] args) throws IOException {
    var rest = new ArrayList<>(List.of(args));
    var base = option(rest, "--base", "http://127.0.0.1:8099");
    var out = option(rest, "--compare", "");
    if (rest.size() != 1 || !Files.exists(Path.of(rest.getFirst()))) {
      System.err.println(
          "usage: IndependentCount SITE [--base URL] [--compare DIR]; SITE is a jar or a folder");
      System.exit(2);
    }
    var site = Path.of(rest.getFirst());
    var total = count(site, base);
    var json =
        "\"pages\":%d,\"links\":%d,\"broken\":%d"
            .formatted(total.pages(), total.links(), total.broken());
    if (out.isEmpty()) {
      System.out.println("{" + json + "}");
      return;
    }
    var differences = compare(site, base, Path.of(out));
    var fetches = Comparison.fetches(Path.of(out));
    System.out.printf(
        "{%s,\"fetches\":%d,\"fetchedAgain\":%s,\"differences\":%s}%n",
        json,
        fetches.values().stream().mapToLong(Long::longValue).sum(),
        list(fetches.keySet().stream().filter(path -> fetches.getOrDefault(path, 0L) > 1).toList()),
        list(differences));
    System.exit(differences.isEmpty() ? 0 : 1);
  }

  private static String option(List<String> args, String name, String otherwise) {
    var at = args.indexOf(name);
    if (at < 0 || at + 1 >= args.size()) {
      return otherwise;
    }
    args.remove(at);
    return args.remove(at);
  }

  private static String list(List<String> texts) {
    return texts.stream()
        .map(text -> "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
        .toList()
        .toString();
  }

  private static IndependentCount walk(Path site, String base) throws IOException {
    if (Files.isDirectory(site)) {
      return new IndependentCount(site.toAbsolutePath().normalize(), base).walk();
    }
    try (var jar = FileSystems.newFileSystem(site)) {
      return new IndependentCount(jar.getPath("/"), base).walk();
    }
  }

  private IndependentCount walk() throws IOException {
    var queue = new ArrayDeque<>(List.of("/index.html"));
    var known = new HashSet<>(queue);
    while (!queue.isEmpty()) {
      var path = queue.remove();
      var file = file(path);
      if (file.isEmpty()) {
        missing.add(path);
      } else if (file.get().toString().toLowerCase(Locale.ROOT).matches(".*\\.html?")) {
        var links = links(path, Files.readString(file.get(), StandardCharsets.ISO_8859_1));
        linksByPage.put(path, links);
        links.stream().filter(link -> link.startsWith("/") && known.add(link)).forEach(queue::add);
      }
    }
    return this;
  }

  private Count total() {
    var all = linksByPage.values().stream().mapToLong(Set::size).sum();
    var broken = linksByPage.values().stream().flatMap(Set::stream).filter(missing::contains);
    return new Count(linksByPage.size(), all, broken.count());
  }

  private Optional<Path> file(String path) {
    var name = Addresses.unescape(path.endsWith("/") ? path + "index.html" : path).substring(1);
    try {
      var file = root.resolve(name).normalize();
      return Optional.of(file).filter(f -> f.startsWith(root) && Files.isRegularFile(f));
    } catch (InvalidPathException noName) {
      return Optional.empty();
    }
  }

  /** Distinct links of a page: {@code /path} when they stay in the site, else as they stand. */
  private Set<String> links(String page, String html) {
    var links = new TreeSet<String>();
    var from = base + page;
    var hrefs = new ArrayList<String>();
    var tokens = TOKEN.matcher(html);
    var based = false;
    while (tokens.find()) {
      if (tokens.group(2) == null) {
        continue; // a comment, or text that only looks like tags
      }
      var href = HREF.matcher(tokens.group(3));
      if (!href.find()) {
        continue;
      }
      var value = decode(firstOf(href));
      if (tokens.group(2).equalsIgnoreCase("a")) {
        hrefs.add(value);
      } else if (!based) {
        var to = Addresses.absolute(from, value);
        from = to.matches("https?://[^/\\s\\[\\]]+/\\S*") ? to : from;
        based = true;
      }
    }
    for (var href : hrefs) {
      var link = Addresses.absolute(from, href);
      if (!link.matches("(?is)(javascript|data):.*")) {
        links.add(link.startsWith(base + "/") ? link.substring(base.length()) : link);
      }
    }
    return links;
  }

  private static String firstOf(Matcher href) {
    for (var i = 1; i <= 3; i++) {
      if (href.group(i) != null) {
        return href.group(i);
      }
    }
    return "";
  }

  private static String decode(String attribute) {
    // Files are read byte by byte, so that no encoding can fail; links are UTF-8 on this site.
    var text = new String(attribute.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    return ENTITY
        .matcher(text)
        .replaceAll(
            entity -> {
              if (entity.group(1) != null) {
                return Matcher.quoteReplacement(
                    Character.toString(Integer.parseInt(entity.group(1))));
              }
              if (entity.group(2) != null) {
                return Matcher.quoteReplacement(
                    Character.toString(Integer.parseInt(entity.group(2), 16)));
              }
              return switch (entity.group(3)) {
                case "lt" -> "<";
                case "gt" -> ">";
                case "quot" -> "\"";
                case "apos" -> "'";
                case "nbsp" -> "\u00a0";
                default -> "&";
              };
            });
  }
}
