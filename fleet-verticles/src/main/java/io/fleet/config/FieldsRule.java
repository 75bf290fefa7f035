package io.fleet.config;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** A map with known fields. Immutable once it is in a {@link Grammar}. */
final class FieldsRule implements Rule {
  private final LinkedHashMap<String, Rule> rules = new LinkedHashMap<>();

  FieldsRule field(String name, Rule rule) {
    rules.put(name, rule);
    return this;
  }

  /** Fields that are part of the format and come later; the text says what they are. */
  FieldsRule later(String name, String what) {
    return field(name, Rules.later(what + " with a later version; leave it out"));
  }

  @Override
  public Set<String> below() {
    return rules.keySet();
  }

  @Override
  public void check(Yaml value, String path, Findings findings) {
    checkFields(value, path, findings);
  }

  /** Checks, and returns the fields that a misspelt one probably stands for. */
  Set<String> checkFields(Yaml value, String path, Findings findings) {
    if (Rules.isNothing(value)) {
      return Set.of();
    }
    if (!(value instanceof Yaml.Fields fields)) {
      findings.add(
          value.at(),
          path,
          "expects fields (" + String.join(", ", known()) + "), found " + Rules.found(value),
          "");
      return rules.keySet();
    }
    var meant = new HashSet<String>();
    fields
        .entries()
        .forEach(
            (key, entry) -> {
              var child = Paths.child(path, Words.clip(key));
              var rule = rules.get(key);
              if (rule == null) {
                var near = Nearest.to(key, known());
                near.ifPresent(meant::add);
                findings.add(entry.at(), child, "unknown field", hint(key));
              } else if (!rule.later().isEmpty()) {
                findings.add(entry.at(), child, rule.later(), "");
              } else {
                rule.check(entry.value(), child, findings);
              }
            });
    return meant;
  }

  private List<String> known() {
    Predicate<String> now = name -> rules.getOrDefault(name, Rules.flag()).later().isEmpty();
    return rules.keySet().stream().filter(now).toList();
  }

  private String hint(String key) {
    return Nearest.to(key, known())
        .or(
            () ->
                rules.entrySet().stream()
                    .filter(each -> each.getValue().below().contains(key))
                    .map(each -> each.getKey() + "." + key)
                    .findFirst())
        .map(near -> "Did you mean \"" + near + "\"?")
        .orElseGet(() -> "Known: " + String.join(", ", known()));
  }
}
