package io.fleet.config;

import io.fleet.config.Yaml.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads YAML 1.2 into {@link Yaml}, with limits that hold before memory is spent: it works on the
 * parser's events, so a file of brackets ends at the fiftieth and not on the stack.
 */
final class YamlReader {
  static final int MOST_BYTES = 1 << 20;
  static final int DEEPEST = 50;
  static final int MOST_ALIASES = 20;
  // A megabyte of commas would be half a million objects.
  static final int MOST_VALUES = 100_000;
  // What aliases may blow a file up to, in characters and nodes.
  private static final long MOST_WEIGHT = 2L << 20;

  private final ParserImpl events;
  private final Findings findings;
  private final Map<String, Optional<Yaml>> anchors = new HashMap<>();
  private int aliases;
  private int values;

  private YamlReader(String text, Findings findings) {
    var settings =
        LoadSettings.builder()
            .setCodePointLimit(MOST_BYTES + 1)
            .setBufferSize(64 * 1024)
            .setUseMarks(true)
            .build();
    this.events = new ParserImpl(settings, new StreamReader(settings, text));
    this.findings = findings;
  }

  /** The value of the only document; empty when the file cannot be read, which is then found. */
  static Optional<Yaml> read(String text, Findings findings) {
    var bytes = utf8Length(text);
    if (bytes > MOST_BYTES) {
      findings.add(
          new Problem(
              0,
              0,
              "",
              String.format(Locale.ROOT, "the file has %,d bytes, the limit is 1 MiB", bytes),
              "Put lists into files of their own"));
      return Optional.empty();
    }
    try {
      return Optional.of(new YamlReader(text, findings).document());
    } catch (Unreadable unreadable) {
      findings.add(unreadable.problem);
    } catch (YamlEngineException broken) {
      YamlFault.explain(broken, text).forEach(findings::add);
    } catch (IllegalArgumentException | IndexOutOfBoundsException surprise) {
      // The engine lets a few of these through for odd bytes; where is not known then.
      findings.add(new Problem(0, 0, "", "the file cannot be read as YAML", "Is it a text file?"));
    }
    return Optional.empty();
  }

  private Yaml document() {
    expect(Event.ID.StreamStart);
    if (events.checkEvent(Event.ID.StreamEnd)) {
      return new Yaml.Text(Place.START, "", true);
    }
    expect(Event.ID.DocumentStart);
    var value = value(events.next(), new Trail(null, ""), 0);
    expect(Event.ID.DocumentEnd);
    if (!events.checkEvent(Event.ID.StreamEnd)) {
      throw unreadable(
          events.peekEvent(),
          "",
          "a second document begins here (---)",
          "One file describes one fleet");
    }
    return value;
  }

  private void expect(Event.ID id) {
    if (!events.checkEvent(id)) {
      throw unreadable(events.peekEvent(), "", "the file cannot be read as YAML", "");
    }
    events.next();
  }

  private Yaml value(Event event, Trail trail, int depth) {
    values++;
    if (values > MOST_VALUES) {
      throw unreadable(
          event,
          trail.root(),
          String.format(Locale.ROOT, "more than %,d values", MOST_VALUES),
          "Put lists into files of their own");
    }
    if (event instanceof AliasEvent alias) {
      return alias(alias, trail, depth);
    }
    if (event instanceof ScalarEvent scalar) {
      refuseTag(scalar.getTag(), event, trail);
      var text = new Yaml.Text(place(event.getStartMark()), scalar.getValue(), scalar.isPlain());
      scalar.getAnchor().ifPresent(name -> anchors.put(name.getValue(), Optional.of(text)));
      return text;
    }
    if (!(event instanceof CollectionStartEvent start)) {
      throw unreadable(event, trail.toString(), "the file cannot be read as YAML", "");
    }
    refuseTag(start.getTag(), event, trail);
    if (depth >= DEEPEST) {
      throw tooDeep(event, trail);
    }
    // Empty until it is complete: an alias in here would be endless.
    start.getAnchor().ifPresent(name -> anchors.put(name.getValue(), Optional.empty()));
    var value =
        switch (start) {
          case SequenceStartEvent list -> items(list, trail, depth);
          case MappingStartEvent map -> fields(map, trail, depth);
          default -> throw unreadable(event, "", "the file cannot be read as YAML", "");
        };
    start.getAnchor().ifPresent(name -> anchors.put(name.getValue(), Optional.of(value)));
    return value;
  }

  private Yaml items(SequenceStartEvent start, Trail trail, int depth) {
    var items = new ArrayList<Yaml>();
    while (!events.checkEvent(Event.ID.SequenceEnd)) {
      items.add(value(events.next(), new Trail(trail, "[" + items.size() + "]"), depth + 1));
    }
    events.next();
    return bounded(Yaml.Items.of(place(start.getStartMark()), items), start, trail);
  }

  private Yaml fields(MappingStartEvent start, Trail trail, int depth) {
    var entries = new LinkedHashMap<String, Entry>();
    while (!events.checkEvent(Event.ID.MappingEnd)) {
      var event = events.next();
      if (!(event instanceof ScalarEvent scalar)) {
        throw unreadable(event, trail.toString(), "a key is a text, not a list or map", "");
      }
      refuseTag(scalar.getTag(), event, trail);
      scalar
          .getAnchor()
          .ifPresent(
              name ->
                  anchors.put(
                      name.getValue(),
                      Optional.of(
                          new Yaml.Text(
                              place(event.getStartMark()), scalar.getValue(), scalar.isPlain()))));
      var key = scalar.getValue();
      var at = place(event.getStartMark());
      var here = new Trail(trail, key);
      var value = value(events.next(), here, depth + 1);
      if (scalar.isPlain() && key.equals("<<")) {
        findings.add(
            at, trail.toString(), "merge keys (<<) are not read", "Use defaults, or write it out");
        continue;
      }
      var before = entries.putIfAbsent(key, new Entry(at, value));
      if (before != null) {
        findings.add(
            at,
            here.toString(),
            "given twice, in line " + before.at().line() + " and in line " + at.line(),
            "Keep one");
      }
    }
    events.next();
    return bounded(Yaml.Fields.of(place(start.getStartMark()), entries), start, trail);
  }

  private Yaml alias(AliasEvent alias, Trail trail, int depth) {
    aliases++;
    if (aliases > MOST_ALIASES) {
      throw unreadable(
          alias, trail.toString(), "more than " + MOST_ALIASES + " aliases (*)", "Use defaults");
    }
    var name = alias.getAlias().getValue();
    var target = anchors.get(name);
    if (target == null) {
      throw unreadable(
          alias,
          trail.toString(),
          "the alias *" + Words.clip(name) + " has no anchor &" + Words.clip(name) + " before it",
          "Put a text that begins with * in quotes");
    }
    var value =
        target.orElseThrow(
            () ->
                unreadable(
                    alias,
                    trail.toString(),
                    "the alias *" + Words.clip(name) + " stands inside its own anchor",
                    ""));
    if (depth + value.height() > DEEPEST) {
      throw tooDeep(alias, trail);
    }
    return value;
  }

  private Yaml bounded(Yaml value, Event start, Trail trail) {
    if (aliases > 0 && value.weight() > MOST_WEIGHT) {
      throw unreadable(
          start, trail.toString(), "written out, its aliases are larger than 2 MiB", "");
    }
    return value;
  }

  private void refuseTag(Optional<String> tag, Event event, Trail trail) {
    tag.ifPresent(
        name ->
            findings.add(
                place(event.getStartMark()),
                trail.toString(),
                "tags (" + Words.clip(name) + ") are not read",
                "Leave it out"));
  }

  private static Unreadable tooDeep(Event event, Trail trail) {
    return unreadable(
        event,
        trail.root(),
        "nested deeper than " + DEEPEST + " levels",
        "Is a bracket left open?");
  }

  private static Unreadable unreadable(Event event, String path, String what, String hint) {
    var at = place(event.getStartMark());
    return new Unreadable(new Problem(at.line(), at.column(), path, what, hint));
  }

  static Place place(Optional<Mark> mark) {
    return mark.map(each -> new Place(each.getLine() + 1, each.getColumn() + 1))
        .orElse(Place.START);
  }

  private static long utf8Length(String text) {
    var bytes = 0L;
    for (var i = 0; i < text.length(); i++) {
      var unit = text.charAt(i);
      // Each half of a surrogate pair stands for two of its four bytes.
      bytes += unit < 0x80 ? 1 : unit < 0x800 || Character.isSurrogate(unit) ? 2 : 3;
    }
    return bytes;
  }

  /** Where we are; a text is made of it only for a message. */
  private record Trail(@Nullable Trail parent, String step) {
    private static final int LONGEST_PATH = 300;

    /** The first step, which names the place well enough when the whole would be endless. */
    String root() {
      var at = this;
      while (at.parent != null && at.parent.parent != null) {
        at = at.parent;
      }
      return Words.clip(at.step);
    }

    @Override
    public String toString() {
      var steps = new ArrayList<String>();
      for (var at = this; at != null && at.parent != null; at = at.parent) {
        steps.add(Words.clip(at.step));
      }
      var path = Paths.join(List.copyOf(steps.reversed()));
      return path.length() <= LONGEST_PATH
          ? path
          : path.substring(0, LONGEST_PATH / 2) + "…" + steps.getFirst();
    }
  }

  /** Ends the reading; never leaves this class. */
  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    Unreadable(Problem problem) {
      super(problem.what(), null, false, false);
      this.problem = problem;
    }
  }
}
