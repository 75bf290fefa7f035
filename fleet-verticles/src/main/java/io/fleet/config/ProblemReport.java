package io.fleet.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Problems as people read them: the message, the line before, the line with a caret beneath.
 *
 * <pre>
 * fleet.yaml:7:5: automations.prober.slot: unknown field. Did you mean "slots"?
 *     6 |     version: "1.4.0"
 *     7 |     slot: 200
 *       |     ^^^^
 * 1 problem. Nothing was sent.
 * </pre>
 *
 * What may be a secret in plain text is not shown. Safe for any thread.
 *
 * @since 0.1
 */
public final class ProblemReport {
  private static final int WIDEST = 100;
  private static final Pattern SECRET_KEY =
      Pattern.compile(
          "(?i)(?:pass(?:word|wd|phrase)?|secret|token|api[-_]?key|credentials?)[\"']?\\s*:\\s+"
              + "(?!\\{|$|env:|file:|\"env:|\"file:)");

  private final String file;
  private final List<String> lines;
  private final List<Problem> problems;

  private ProblemReport(String file, String text, List<Problem> problems) {
    this.file = file;
    this.problems = problems;
    this.lines = masked(text.lines().toList(), problems);
  }

  /** All of it: the problems, and {@code 1 problem. Nothing was sent.}; empty if there is none. */
  public static String of(String file, String text, List<Problem> problems) {
    if (problems.isEmpty()) {
      return "";
    }
    var count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
    return excerpts(file, text, problems) + count + ". Nothing was sent.\n";
  }

  /** The report of a file that was read here. */
  public static String of(Parsed parsed) {
    return of(parsed.marks().file(), parsed.marks().text(), parsed.problems());
  }

  /** Only the messages with their excerpts; for warnings, and for other last lines. */
  public static String excerpts(String file, String text, List<Problem> problems) {
    return new ProblemReport(file, text, problems).excerpts();
  }

  private String excerpts() {
    var out = new StringBuilder();
    for (var problem : problems) {
      out.append(problem.render(file)).append('\n');
      if (problem.line() >= 1 && problem.line() <= lines.size()) {
        excerpt(problem, out);
      }
    }
    return out.toString();
  }

  private void excerpt(Problem problem, StringBuilder out) {
    var line = lines.get(problem.line() - 1).codePoints().toArray();
    var column = Math.min(problem.column(), line.length + 1);
    var from = column <= WIDEST - 20 ? 0 : column - 40;
    var width = Integer.toString(problem.line()).length();
    if (problem.line() > 1 && !lines.get(problem.line() - 2).isBlank()) {
      var before = lines.get(problem.line() - 2).codePoints().toArray();
      row(Integer.toString(problem.line() - 1), width, clip(before, from), out);
    }
    row(Integer.toString(problem.line()), width, clip(line, from), out);
    var carets = Math.min(tokenLength(line, column - 1), from + WIDEST - column + 1);
    row("", width, " ".repeat(column - 1 - from) + "^".repeat(Math.max(1, carets)), out);
  }

  private static void row(String number, int width, String text, StringBuilder out) {
    out.append("    ")
        .append(" ".repeat(width - number.length()))
        .append(number)
        .append(" | ")
        .append(text)
        .append('\n');
  }

  /** A window of the line; what a terminal would obey becomes a space, so that carets fit. */
  private static String clip(int[] line, int from) {
    var out = new StringBuilder();
    for (var i = from; i < Math.min(line.length, from + WIDEST); i++) {
      var cut = (i == from && from > 0) || (i == from + WIDEST - 1 && i < line.length - 1);
      out.appendCodePoint(cut ? '…' : Words.isSafe(line[i]) ? line[i] : ' ');
    }
    return out.toString().stripTrailing();
  }

  /** How long the key or value is that begins here. */
  private static int tokenLength(int[] line, int from) {
    if (from >= line.length) {
      return 1;
    }
    var first = line[from];
    if (first == '[' || first == '{' || first == '\t') {
      return 1;
    }
    for (var i = from + 1; i < line.length; i++) {
      if (first == '"' || first == '\'') {
        if (line[i] == first && line[i - 1] != '\\') {
          return i - from + 1;
        }
      } else if (line[i] == ',' || line[i] == ']' || line[i] == '}' || endsKey(line, i)) {
        return i - from;
      } else if (line[i] == '#' && line[i - 1] == ' ') {
        return trimmed(line, from, i);
      }
    }
    return trimmed(line, from, line.length);
  }

  private static boolean endsKey(int[] line, int at) {
    return line[at] == ':' && (at + 1 == line.length || line[at + 1] == ' ');
  }

  private static int trimmed(int[] line, int from, int end) {
    var last = end;
    while (last > from + 1 && line[last - 1] == ' ') {
      last--;
    }
    return last - from;
  }

  private static List<String> masked(List<String> text, List<Problem> problems) {
    var lines = new ArrayList<>(text);
    for (var i = 0; i < lines.size(); i++) {
      var key = SECRET_KEY.matcher(lines.get(i));
      if (key.find()) {
        mask(lines, i, key.end());
      }
    }
    for (var problem : problems) {
      if (problem.what().equals(Problem.PLAIN_SECRET)
          && problem.line() >= 1
          && problem.line() <= lines.size()) {
        var line = text.get(problem.line() - 1);
        var points = line.codePointCount(0, line.length());
        mask(
            lines,
            problem.line() - 1,
            line.offsetByCodePoints(0, Math.min(problem.column() - 1, points)));
      }
    }
    return lines;
  }

  /** The rest of the line, and the lines below that may still belong to the value. */
  private static void mask(List<String> lines, int at, int from) {
    var line = lines.get(at);
    var value = line.substring(Math.min(from, line.length()));
    lines.set(at, line.substring(0, Math.min(from, line.length())) + "***");
    var open = opensQuote(value);
    for (var i = at + 1; i < lines.size(); i++) {
      var next = lines.get(i);
      if (!open && !next.isBlank() && indent(next) <= indent(line)) {
        return;
      }
      open = open && next.indexOf(value.charAt(0)) < 0;
      lines.set(i, next.isBlank() ? next : " ".repeat(indent(next)) + "***");
    }
  }

  private static boolean opensQuote(String value) {
    return !value.isEmpty()
        && (value.charAt(0) == '"' || value.charAt(0) == '\'')
        && value.indexOf(value.charAt(0), 1) < 0;
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }
}
