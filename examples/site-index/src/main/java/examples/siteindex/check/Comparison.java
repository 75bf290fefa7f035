package examples.siteindex.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Lays an independent count beside the files that the fleet wrote. */
final class Comparison {
  private static final Pattern URL = Pattern.compile("\"url\":\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final Map<String, Set<String>> pages;
  private final IndependentCount.Count total;
  private final String base;
  private final Path out;

  Comparison(Map<String, Set<String>> pages, IndependentCount.Count total, String base, Path out) {
    this.pages = pages;
    this.total = total;
    this.base = base;
    this.out = out;
  }

  /** GETs by path, from the site's own log. */
  static Map<String, Long> fetches(Path out) throws IOException {
    var fetches = new TreeMap<String, Long>();
    var log = out.resolve("access.log");
    if (Files.exists(log)) {
      for (var line : Files.readAllLines(log)) {
        fetches.merge(line.split(" ")[1], 1L, Long::sum);
      }
    }
    return fetches;
  }

  List<String> differences() throws IOException {
    var differences = new ArrayList<String>();
    for (var name : List.of("report.jsonl", "summary.json")) {
      if (Files.notExists(out.resolve(name))) {
        differences.add(name + " is missing in " + out);
      }
    }
    if (differences.isEmpty()) {
      compareReport(Files.readString(out.resolve("report.jsonl")), differences);
      compareSummary(Files.readString(out.resolve("summary.json")), differences);
    }
    return differences;
  }

  private void compareReport(String report, List<String> differences) {
    if (!report.isEmpty() && !report.endsWith("\n")) {
      differences.add("report.jsonl ends within a line");
    }
    var reported = new HashMap<String, Integer>();
    for (var line : report.lines().toList()) {
      var url = URL.matcher(line);
      var path = url.find() ? url.group(1).replace("\\/", "/").replace(base, "") : line;
      reported.merge(path, 1, Integer::sum);
      var links = pages.getOrDefault(path, Set.of()).size();
      if (pages.containsKey(path) && number(line, "links") != links) {
        differences.add(
            "%s has %d links, the report says %d".formatted(path, links, number(line, "links")));
      }
    }
    reported.forEach(
        (path, lines) -> {
          if (!pages.containsKey(path)) {
            differences.add(path + " is reported, but no page of the site");
          }
          if (lines > 1) {
            differences.add(path + " has " + lines + " lines in the report");
          }
        });
    pages.keySet().stream()
        .filter(path -> !reported.containsKey(path))
        .forEach(path -> differences.add(path + " is not in the report"));
  }

  private void compareSummary(String summary, List<String> differences) throws IOException {
    var fetched = fetches(out);
    var all = fetched.values().stream().mapToLong(Long::longValue).sum();
    same(summary, "pages", total.pages(), differences);
    same(summary, "links", total.links(), differences);
    same(summary, "broken", total.broken(), differences);
    same(summary, "fetches", all, differences);
    pages.keySet().stream()
        .filter(path -> !fetched.containsKey(path))
        .forEach(path -> differences.add(path + " is in no line of access.log"));
    if (!summary.replaceAll("\\s", "").contains("\"complete\":true")) {
      differences.add("summary.json says that it is not complete");
    }
  }

  private static void same(String summary, String field, long counted, List<String> differences) {
    var said = number(summary, field);
    if (said != counted) {
      differences.add("%s: counted %d, summary.json says %d".formatted(field, counted, said));
    }
  }

  private static long number(String json, String field) {
    var found = Pattern.compile("\"" + field + "\"\\s*:\\s*(\\d+)").matcher(json);
    return found.find() ? Long.parseLong(found.group(1)) : -1;
  }
}
