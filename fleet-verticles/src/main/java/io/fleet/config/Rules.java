package io.fleet.config;

import io.fleet.config.Yaml.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The rules of single values. Each says what it found, and how to write it. */
final class Rules {
  static final String SIZE_HINT = "Write it like 64Mi, 512Mi or 2Gi";
  static final String DURATION_HINT = "Write it like 500ms, 30s, 5m, 2h or 30d";

  /** What a label may be called. */
  static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,59}");

  private static final Pattern PERCENT = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,3})?)%");

  private Rules() {}

  /** Text that a number or truth value is not taken for. */
  static Rule text(Pattern shape, String hint) {
    return (value, path, findings) -> {
      if (!(value instanceof Yaml.Text text)) {
        findings.add(value.at(), path, "expects text, found " + found(value), hint);
      } else if (text.kind() != Kind.WORDS) {
        notWords(text, path, findings);
      } else if (!shape.matcher(text.text()).matches()) {
        findings.add(value.at(), path, Words.quote(text.text()) + " does not fit here", hint);
      }
    };
  }

  private static void notWords(Yaml.Text text, String path, Findings findings) {
    var raw = text.text();
    if (text.kind() == Kind.NOTHING) {
      findings.add(text.at(), path, "has no value", "Write one, or leave the field out");
      return;
    }
    var is = text.kind() == Kind.FLAG ? "the truth value " + raw : "the number " + number(raw);
    findings.add(
        text.at(),
        path,
        "this is " + is + ", not the text " + Words.quote(raw),
        "Put quotes around it: " + lastStep(path) + ": \"" + raw + '"');
  }

  /** 1.10 is the number 1.1. */
  private static String number(String raw) {
    if (raw.indexOf('.') < 0 || raw.indexOf('e') >= 0 || raw.indexOf('E') >= 0) {
      return raw;
    }
    var end = raw.length();
    while (raw.charAt(end - 1) == '0') {
      end--;
    }
    return raw.substring(0, raw.charAt(end - 1) == '.' ? end - 1 : end);
  }

  private static String lastStep(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** A duration with its unit; zero only where {@code zero} says so. */
  static Rule duration(boolean zero) {
    return (value, path, findings) -> {
      if (!(value instanceof Yaml.Text text)) {
        findings.add(value.at(), path, "expects a duration, found " + found(value), DURATION_HINT);
        return;
      }
      var raw = text.text();
      if (text.kind() == Kind.NOTHING) {
        notWords(text, path, findings);
        return;
      }
      var duration = Durations.parse(raw);
      if (raw.matches("[0-9]{1,12}")) {
        findings.add(value.at(), path, raw + " has no unit", unitHint(raw));
      } else if (duration.isEmpty()) {
        findings.add(value.at(), path, Words.quote(raw) + " is not a duration", DURATION_HINT);
      } else if (!zero && duration.get().equals(Duration.ZERO)) {
        findings.add(value.at(), path, "must be longer than 0", "");
      }
    };
  }

  static String unitHint(String raw) {
    return "Did you mean " + raw + "s?  (units: ms s m h d)";
  }

  /** A size with its unit. */
  static Rule size() {
    return (value, path, findings) -> {
      if (!(value instanceof Yaml.Text text)) {
        findings.add(value.at(), path, "expects a size, found " + found(value), SIZE_HINT);
        return;
      }
      var raw = text.text();
      if (text.kind() == Kind.NOTHING) {
        notWords(text, path, findings);
      } else if (raw.matches("[0-9]{1,12}")) {
        findings.add(value.at(), path, raw + " has no unit", "Did you mean " + raw + "Mi?");
      } else if (Bytes.parse(raw).isEmpty()) {
        findings.add(value.at(), path, Words.quote(raw) + " is not a size", SIZE_HINT);
      }
    };
  }

  /** A whole number between the two. */
  static Rule whole(int least, int most) {
    var range = String.format(Locale.ROOT, "a whole number from %,d to %,d", least, most);
    return (value, path, findings) -> {
      if (!(value instanceof Yaml.Text text)) {
        findings.add(value.at(), path, "expects " + range + ", found " + found(value), "");
        return;
      }
      switch (text.kind()) {
        case NOTHING -> notWords(text, path, findings);
        case WHOLE -> {
          if (!inRange(text.text(), least, most)) {
            findings.add(value.at(), path, Words.clip(text.text()) + " is not " + range, "");
          }
        }
        case WORDS -> {
          var quoted = !text.plain() && inRange(text.text(), least, most);
          findings.add(
              value.at(),
              path,
              Words.quote(text.text()) + " is not " + range,
              quoted ? "Leave out the quotes" : "");
        }
        default -> findings.add(value.at(), path, text.text() + " is not " + range, "");
      }
    };
  }

  private static boolean inRange(String raw, int least, int most) {
    if (!raw.matches("-?[0-9]{1,9}")) {
      return false;
    }
    var number = Integer.parseInt(raw);
    return number >= least && number <= most;
  }

  /** A number between the two. */
  static Rule number(double least, double most) {
    var range = String.format(Locale.ROOT, "a number from %s to %s", plain(least), plain(most));
    return (value, path, findings) -> {
      if (!(value instanceof Yaml.Text text)) {
        findings.add(value.at(), path, "expects " + range + ", found " + found(value), "");
      } else if (text.kind() == Kind.NOTHING) {
        notWords(text, path, findings);
      } else if (text.kind() != Kind.WHOLE && text.kind() != Kind.NUMBER) {
        findings.add(value.at(), path, Words.quote(text.text()) + " is not " + range, "");
      } else {
        var number = Double.parseDouble(text.text());
        if (number < least || number > most) {
          findings.add(value.at(), path, text.text() + " is not " + range, "");
        }
      }
    };
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  /** {@code true} or {@code false}. */
  static Rule flag() {
    return (value, path, findings) -> {
      if (!(value instanceof Yaml.Text text)) {
        findings.add(value.at(), path, "expects true or false, found " + found(value), "");
      } else if (text.kind() == Kind.NOTHING) {
        notWords(text, path, findings);
      } else if (text.kind() != Kind.FLAG) {
        var hint =
            switch (text.text().toLowerCase(Locale.ROOT)) {
              case "yes", "on", "true" -> "Write true";
              case "no", "off", "false" -> "Write false";
              default -> "";
            };
        findings.add(value.at(), path, Words.quote(text.text()) + " is not true or false", hint);
      }
    };
  }

  /** A percentage of slots, or a number of them. */
  static Rule part() {
    var hint = "Write it like 10% or 3";
    return (value, path, findings) -> {
      if (!(value instanceof Yaml.Text text)) {
        findings.add(
            value.at(), path, "expects a percentage or a number, found " + found(value), hint);
      } else if (text.kind() == Kind.NOTHING) {
        notWords(text, path, findings);
      } else if (!isPart(text.text())) {
        findings.add(
            value.at(),
            path,
            Words.quote(text.text()) + " is neither a percentage up to 100% nor a number of slots",
            hint);
      }
    };
  }

  private static boolean isPart(String raw) {
    var percent = PERCENT.matcher(raw);
    if (!percent.matches()) {
      return inRange(raw, 1, 100_000);
    }
    var number = Double.parseDouble(percent.group(1));
    return number > 0 && number <= 100;
  }

  /** One of the words; some of them may only come with a later version. */
  static Rule oneOf(List<String> words, Map<String, String> later) {
    return (value, path, findings) -> {
      if (!(value instanceof Yaml.Text text)) {
        findings.add(
            value.at(),
            path,
            "expects one of " + String.join(", ", words) + ", found " + found(value),
            "");
        return;
      }
      if (text.kind() == Kind.NOTHING) {
        notWords(text, path, findings);
        return;
      }
      var raw = text.text();
      var sentence = later.get(raw);
      if (sentence != null) {
        findings.add(value.at(), path, sentence, "");
      } else if (!words.contains(raw)) {
        findings.add(value.at(), path, notOneOf(raw, words), didYouMean(raw, words));
      }
    };
  }

  static String notOneOf(String raw, List<String> words) {
    return words.size() == 1
        ? Words.quote(raw) + " is not known here"
        : Words.quote(raw) + " is not one of " + String.join(", ", words);
  }

  static String didYouMean(String raw, List<String> words) {
    return words.size() == 1
        ? "Write " + words.getFirst()
        : Nearest.to(raw, words).map(near -> "Did you mean " + near + "?").orElse("");
  }

  /** A map of free names to texts. */
  static Rule labels() {
    var each = text(Pattern.compile("[^\\s,=]{1,100}"), "No spaces, commas or =");
    return (value, path, findings) -> {
      if (isNothing(value)) {
        return;
      }
      if (!(value instanceof Yaml.Fields fields)) {
        findings.add(
            value.at(), path, "expects labels, found " + found(value), "Write name: value");
        return;
      }
      fields
          .entries()
          .forEach(
              (key, entry) -> {
                var child = Paths.child(path, Words.clip(key));
                if (LABEL.matcher(key).matches()) {
                  each.check(entry.value(), child, findings);
                } else {
                  findings.add(
                      entry.at(),
                      child,
                      "labels are named with letters, digits, . _ - /, at most 60 long",
                      "");
                }
              });
    };
  }

  /** The config of an automation: a map; what is in it is the automation's affair. */
  static Rule config() {
    return (value, path, findings) -> {
      if (!isNothing(value) && !(value instanceof Yaml.Fields)) {
        findings.add(
            value.at(), path, "expects the fields of the config record, found " + found(value), "");
      }
    };
  }

  /** A field of the format that this version does not do. */
  static Rule later(String sentence) {
    return new Rule() {
      @Override
      public void check(Yaml value, String path, Findings findings) {
        // The map that holds the field refuses it, at its key.
      }

      @Override
      public String later() {
        return sentence;
      }
    };
  }

  static boolean isNothing(Yaml value) {
    return value instanceof Yaml.Text text && text.kind() == Kind.NOTHING;
  }

  /** What stands there, for a message that expects something else. */
  static String found(Yaml value) {
    return switch (value) {
      case Yaml.Items _ -> "a list";
      case Yaml.Fields _ -> "a map";
      case Yaml.Text text ->
          switch (text.kind()) {
            case NOTHING -> "nothing";
            case FLAG -> "the truth value " + text.text();
            case WHOLE, NUMBER -> "the number " + Words.clip(text.text());
            case WORDS -> "the text " + Words.quote(text.text());
          };
    };
  }
}
