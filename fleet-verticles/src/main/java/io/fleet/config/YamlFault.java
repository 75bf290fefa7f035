package io.fleet.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;

/** Says in our words where the YAML itself is broken, and how to mend it. */
final class YamlFault {
  private static final Pattern TAB = Pattern.compile("^ *\t");
  private static final Pattern BLOCK = Pattern.compile("<block [a-z ]+>");

  /** At the fault, or where that began which the fault ends. */
  private record Cure(boolean atFault, String what, String hint) {}

  private static final Map<String, Cure> CURES =
      Map.of(
          "mapping values are not allowed here",
          new Cure(
              true,
              "a colon where none can be",
              "Is the line indented like its neighbours, and text with a colon in quotes?"),
          "could not find expected ':'",
          new Cure(false, "this line has no colon", "Write it as key: value"),
          "found unexpected end of stream",
          new Cure(false, "the quote that opens here is never closed", ""),
          "expected ',' or ']', but got",
          new Cure(false, "the list that opens here is not closed", "Add ] or a comma"),
          "expected ',' or '}', but got",
          new Cure(false, "the map that opens here is not closed", "Add } or a comma"),
          "expected <block end>, but found",
          new Cure(true, "this does not belong here", "Is the line indented like its neighbours?"),
          "cannot start any token",
          new Cure(true, "a text cannot begin with this character", "Put it in quotes"),
          "sequence entries are not allowed here",
          new Cure(true, "a list cannot begin here", "Put the - on a line of its own"));

  private YamlFault() {}

  /** One problem, or one for each line that begins with a tab when that is what broke it. */
  static List<Problem> explain(YamlEngineException broken, String text) {
    if (broken instanceof ReaderException odd) {
      return List.of(oddCharacter(odd, text));
    }
    if (broken instanceof YamlVersionException) {
      return List.of(
          new Problem(1, 1, "", "this version of YAML is not known", "Leave out the %YAML line"));
    }
    if (!(broken instanceof MarkedYamlEngineException marked)) {
      return List.of(new Problem(1, 1, "", "the file cannot be read as YAML", ""));
    }
    var at = YamlReader.place(marked.getProblemMark().or(marked::getContextMark));
    var tabs = tabs(text, at.line());
    if (!tabs.isEmpty()) {
      return tabs;
    }
    var said = marked.getProblem() == null ? "" : marked.getProblem();
    for (var cure : CURES.entrySet()) {
      if (said.contains(cure.getKey())) {
        var known = cure.getValue();
        var start = YamlReader.place(marked.getContextMark().or(marked::getProblemMark));
        var place = known.atFault() ? at : start;
        return List.of(new Problem(place.line(), place.column(), "", known.what(), known.hint()));
      }
    }
    var plain = BLOCK.matcher(said).replaceAll("something else");
    return List.of(
        new Problem(
            at.line(), at.column(), "", "this is no YAML: " + Words.clip(plain).strip(), ""));
  }

  /** Only if a tab stands at the fault is it the cause: in texts of many lines tabs are fine. */
  private static List<Problem> tabs(String text, int faultLine) {
    var found = new ArrayList<Problem>();
    var cause = false;
    var number = 0;
    for (var line : (Iterable<String>) text.lines()::iterator) {
      number++;
      var tab = TAB.matcher(line);
      if (tab.find()) {
        cause = cause || Math.abs(number - faultLine) <= 1;
        if (number >= faultLine - 1) {
          found.add(
              new Problem(
                  number,
                  tab.end(),
                  "",
                  "line " + number + " begins with a tab; YAML wants spaces",
                  ""));
        }
      }
    }
    return cause ? found : List.of();
  }

  private static Problem oddCharacter(ReaderException odd, String text) {
    // The position counts code points.
    var line = 1;
    var column = 1;
    var at = 0;
    for (var i = 0; i < odd.getPosition() && at < text.length(); i++) {
      var point = text.codePointAt(at);
      at += Character.charCount(point);
      column = point == '\n' ? 1 : column + 1;
      line = point == '\n' ? line + 1 : line;
    }
    return new Problem(
        line,
        column,
        "",
        "a character that YAML does not allow (U+%04X)".formatted(odd.getCodePoint()),
        "Is this a text file in UTF-8?");
  }
}
