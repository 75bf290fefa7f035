package io.fleet.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Reads hostile files; ends with 0 when each was told of, or read, in reasonable time. */
final class Hostile {
  private static final int MIB = 1 << 20;
  private static final Duration LONGEST = Duration.ofSeconds(8);
  private static final String HEAD = "apiVersion: fleet/v1\nkind: Fleet\nmetadata: { name: x }\n";

  private Hostile() {}

  public static void main(String[] arguments) {
    files()
        .forEach(
            (name, file) -> {
              var text = file.get();
              var began = System.nanoTime();
              var parsed = FleetFile.parse("fleet.yaml", text);
              var report = ProblemReport.of(parsed);
              var took = Duration.ofNanos(System.nanoTime() - began);
              var fine =
                  parsed.problems().isEmpty() == parsed.spec().isPresent()
                      && report.length() < 200_000;
              System.out.printf(
                  "%s: %d ms, %s %s%n",
                  name,
                  took.toMillis(),
                  parsed.problems().isEmpty() ? "" : parsed.problems().getFirst().what(),
                  !fine || took.compareTo(LONGEST) >= 0
                      ? "NOT WELL"
                      : parsed.spec().isPresent() ? "read" : "told");
              if (!fine || took.compareTo(LONGEST) >= 0) {
                System.exit(1);
              }
            });
    System.out.println("all told");
  }

  private static Map<String, Supplier<String>> files() {
    var files = new LinkedHashMap<String, Supplier<String>>();
    files.put("empty", () -> "");
    files.put("spaces", () -> " ".repeat(MIB));
    files.put("line ends", () -> "\n".repeat(MIB));
    files.put("1.1 MB", () -> HEAD + "# " + "x".repeat(MIB + 100_000));
    files.put("1 MB of accents", () -> "é".repeat(MIB / 2 + 1));
    files.put("open lists", () -> "[".repeat(MIB));
    files.put("open maps", () -> "{".repeat(MIB));
    files.put("open maps with keys", () -> "{a: ".repeat(MIB / 4));
    files.put("dashes", () -> "- ".repeat(MIB / 2));
    files.put("questions", () -> "? ".repeat(MIB / 2));
    files.put("closing", () -> "]".repeat(MIB));
    files.put("one word", () -> "a".repeat(MIB));
    files.put("one quoted", () -> "\"" + "a".repeat(MIB - 2) + "\"");
    files.put("half a quote", () -> "\"" + "a\\n".repeat(MIB / 3 - 2));
    files.put("one number", () -> "apiVersion: " + "9".repeat(MIB - 20));
    files.put("one key", () -> "k".repeat(MIB - 20) + ": 1");
    files.put("quoted key", () -> "\"" + "k".repeat(MIB - 20) + "\": 1");
    files.put("many words", () -> "[" + "a,".repeat(MIB / 2 - 1) + "]");
    files.put("many unknown fields", () -> many("a%d: 1\n"));
    files.put(
        "many bad automations",
        () -> HEAD + "automations:\n" + many("  A%d: { b: 1 }\n").substring(0, 600_000));
    files.put("one key, again and again", () -> "a: 1\n".repeat(MIB / 5));
    files.put("deep with long keys", () -> deep());
    files.put("tabs", () -> "\t\n".repeat(MIB / 2));
    files.put("tabs and words", () -> "a:\n" + "\tb: c\n".repeat(MIB / 6 - 1));
    files.put("tags", () -> "!a ".repeat(MIB / 3));
    files.put("anchors", () -> many("- &a%d x\n"));
    files.put("aliases", () -> "a: &a x\nb: [" + "*a,".repeat(MIB / 3 - 10) + "]");
    files.put("alias bomb, doubling", () -> bomb(2, 10, "x"));
    files.put("alias bomb, three at a time", () -> bomb(3, 6, "[" + "x,".repeat(30_000) + "]"));
    files.put("alias bomb of text", () -> bomb(3, 6, "x".repeat(900_000)));
    files.put("alias in itself", () -> "&a [ *a ]");
    files.put("alias as key", () -> "&a a: { *a : 1 }");
    files.put(
        "defaults bomb",
        () ->
            HEAD
                + "defaults: { version: \"1\", config: { x: "
                + "y".repeat(500_000)
                + " } }\nautomations:\n"
                + many("  a%d:\n").substring(0, 400_000 / 10 * 10));
    files.put("NaN", () -> HEAD + "automations: { a: { version: .NaN, slots: NaN } }");
    files.put("comments", () -> "#\n".repeat(MIB / 2));
    files.put("block text", () -> "a: |\n" + "  b\n".repeat(MIB / 4 - 10));
    files.put("documents", () -> "---\n".repeat(MIB / 4));
    files.put("directives", () -> "%A b\n".repeat(MIB / 5));
    files.put("colons", () -> ":".repeat(MIB));
    files.put("colons apart", () -> ": ".repeat(MIB / 2));
    files.put("zero bytes", () -> "\0".repeat(MIB));
    files.put("half of a pair", () -> "\ud83d".repeat(MIB / 2));
    files.put("marks of order", () -> "\ufeff".repeat(MIB / 3));
    files.put("terminal codes", () -> "\"\\e[31m" + "\\u202e\": \u202e1");
    files.put(
        "as much as is allowed",
        () ->
            HEAD
                + "automations:\n  a:\n    version: \"1\"\n    config: { x: &x ["
                + "\"a\",".repeat(90_000)
                + "], y: [*x,*x,*x] }\n");
    files.put("noise", () -> noise(256));
    files.put("noise of signs", () -> noise(16));
    return files;
  }

  private static String many(String line) {
    var out = new StringBuilder(MIB);
    for (var i = 0; out.length() < MIB - 300; i++) {
      out.append(line.formatted(i));
    }
    return out.toString();
  }

  private static String deep() {
    var out = new StringBuilder("a".repeat(1_000)).append(":\n");
    for (var depth = 1; depth < 45; depth++) {
      out.append(" ".repeat(depth)).append("b".repeat(950)).append(":\n");
    }
    for (var i = 0; i < 2_000; i++) {
      out.append(" ".repeat(45)).append("c: 1\n");
    }
    return out.toString();
  }

  private static String bomb(int wide, int levels, String first) {
    var out =
        new StringBuilder(HEAD).append("automations:\n  a:\n    version: \"1\"\n    config:\n");
    out.append("      l0: &l0 ").append(first).append('\n');
    for (var level = 1; level <= levels; level++) {
      out.append(
          "      l%d: &l%d [ %s ]\n"
              .formatted(level, level, ("*l" + (level - 1) + ",").repeat(wide)));
    }
    return out.append("    nothing: 1\n").toString();
  }

  private static String noise(int signs) {
    var random = new Random(7);
    var some = "[]{}:,-&*!|>'\"\n ";
    var out = new StringBuilder(MIB / 2);
    for (var i = 0; i < MIB / 2; i++) {
      out.append(signs == 256 ? (char) random.nextInt(256) : some.charAt(random.nextInt(16)));
    }
    return out.toString();
  }
}
