package io.fleet.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/**
 * A YAML value with the place where it was written. Immutable; aliases share their value, so {@link
 * #weight()} counts what the tree would hold if it were written out.
 */
sealed interface Yaml {
  /** Where it begins. */
  Place at();

  /** Characters and nodes, aliases written out. */
  long weight();

  /** Levels of lists and maps; 0 for a text. */
  int height();

  /** What an unquoted text stands for. */
  enum Kind {
    NOTHING,
    FLAG,
    WHOLE,
    NUMBER,
    WORDS
  }

  /** A scalar; only a plain one can be a number, a truth value or nothing. */
  record Text(Place at, String text, boolean plain) implements Yaml {
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]*)");
    private static final Pattern NUMBER =
        Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]*)?([eE][-+]?[0-9]+)?");
    // A longer row of digits is no number that anybody meant, and costs time to read as one.
    private static final int LONGEST_NUMBER = 100;

    @Override
    public long weight() {
      return text.length() + 1L;
    }

    @Override
    public int height() {
      return 0;
    }

    /** By the JSON schema of YAML 1.2: {@code on}, {@code yes} and {@code 010} are words. */
    Kind kind() {
      if (!plain) {
        return Kind.WORDS;
      }
      return switch (text) {
        case "", "null", "~" -> Kind.NOTHING;
        case "true", "false" -> Kind.FLAG;
        default ->
            text.length() > LONGEST_NUMBER
                ? Kind.WORDS
                : WHOLE.matcher(text).matches()
                    ? Kind.WHOLE
                    : NUMBER.matcher(text).matches() && Double.isFinite(Double.parseDouble(text))
                        ? Kind.NUMBER
                        : Kind.WORDS;
      };
    }
  }

  /** A list. */
  record Items(Place at, List<Yaml> items, long weight, int height) implements Yaml {
    static Items of(Place at, List<Yaml> items) {
      var weight = 1L;
      var height = 0;
      for (var item : items) {
        weight += item.weight();
        height = Math.max(height, item.height());
      }
      return new Items(at, List.copyOf(items), weight, height + 1);
    }
  }

  /** A map in the order of the file. */
  record Fields(Place at, SequencedMap<String, Entry> entries, long weight, int height)
      implements Yaml {
    static Fields of(Place at, SequencedMap<String, Entry> entries) {
      var weight = 1L;
      var height = 0;
      for (var entry : entries.entrySet()) {
        weight += entry.getKey().length() + 1 + entry.getValue().value().weight();
        height = Math.max(height, entry.getValue().value().height());
      }
      return new Fields(
          at,
          Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries)),
          weight,
          height + 1);
    }

    /** These fields over {@code base}, key by key; a list or text replaces the whole of the old. */
    Fields over(Fields base) {
      var merged = new LinkedHashMap<>(base.entries);
      entries.forEach(
          (key, mine) -> {
            var theirs = merged.get(key);
            merged.put(
                key,
                theirs == null ? mine : new Entry(mine.at(), merge(theirs.value(), mine.value())));
          });
      return of(at, merged);
    }

    private static Yaml merge(Yaml theirs, Yaml mine) {
      if (!(theirs instanceof Fields base)) {
        return mine;
      }
      return switch (mine) {
        case Fields fields -> fields.over(base);
        // `restart:` with nothing beneath takes nothing away.
        case Text text when text.kind() == Kind.NOTHING -> base;
        default -> mine;
      };
    }
  }

  /** A value with the place of its key. */
  record Entry(Place at, Yaml value) {}
}
