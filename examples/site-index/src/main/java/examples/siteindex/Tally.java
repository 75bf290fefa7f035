package examples.siteindex;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Counts over all findings, each address once. Not thread-safe. */
final class Tally {
  private final Map<String, Integer> statuses = new HashMap<>();

  /** How many pages link to an address of the site. */
  private final Map<String, Integer> inbound = new HashMap<>();

  /** Known, but not reported yet. */
  private final Set<String> open = new HashSet<>();

  private long pages;
  private long links;

  Tally(String start) {
    open.add(start);
  }

  boolean knows(String url) {
    return statuses.containsKey(url);
  }

  void add(Finding finding) {
    if (statuses.putIfAbsent(finding.url(), finding.status()) != null) {
      return;
    }
    open.remove(finding.url());
    if (!finding.html()) {
      return;
    }
    var inside = finding.links();
    pages++;
    links += inside.size() + finding.outside();
    for (var link : inside) {
      inbound.merge(link, 1, Integer::sum);
      if (!knows(link)) {
        open.add(link);
      }
    }
  }

  boolean complete() {
    return open.isEmpty();
  }

  Summary summary(long fetches) {
    var broken =
        inbound.entrySet().stream()
            .filter(link -> statuses.getOrDefault(link.getKey(), 0) == 404)
            .mapToLong(Map.Entry::getValue)
            .sum();
    return new Summary(pages, links, broken, fetches, complete());
  }
}
