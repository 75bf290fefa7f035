package io.fleet.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which process was frozen from when to when, as the suite wrote it down. */
final class Freezes {
  private record Span(long from, long to) {}

  private final Map<Long, List<Span>> spans;
  private final long graceNanos;

  private Freezes(Map<Long, List<Span>> spans, long graceNanos) {
    this.spans = spans;
    this.graceNanos = graceNanos;
  }

  /** Those longer than the lease; who was frozen for less has no excuse. */
  static Freezes of(List<Line> lines, Duration lease, Duration grace) {
    var began = new HashMap<Long, Long>();
    var spans = new HashMap<Long, List<Span>>();
    for (var line : lines) {
      if (line.what().equals("freeze")) {
        began.put(line.pid(), line.nanos());
      } else if (line.what().equals("thaw")) {
        var from = began.remove(line.pid());
        if (from != null && line.nanos() - from > lease.toNanos()) {
          add(spans, line.pid(), new Span(from, line.nanos()));
        }
      }
    }
    began.forEach((pid, from) -> add(spans, pid, new Span(from, Long.MAX_VALUE / 2)));
    return new Freezes(spans, grace.toNanos());
  }

  private static void add(Map<Long, List<Span>> spans, long pid, Span span) {
    spans.computeIfAbsent(pid, none -> new ArrayList<>()).add(span);
  }

  boolean excuse(Line line) {
    return excuse(line.pid(), line.nanos());
  }

  boolean excuse(long pid, long nanos) {
    return spans.getOrDefault(pid, List.of()).stream()
        .anyMatch(span -> nanos >= span.from() && nanos <= span.to() + graceNanos);
  }
}
