package io.fleet.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What a config record may hold, as a tree. {@link ConfigShapes} reads it from the class. */
sealed interface ConfigShape {
  /** For messages, without an article: {@code list of URI}. */
  String words();

  /** A single value. */
  enum Scalar implements ConfigShape {
    TEXT("text"),
    INT("whole number"),
    LONG("whole number"),
    DOUBLE("number"),
    FLAG("true or false"),
    DURATION("duration"),
    BYTES("size"),
    URI("URI"),
    PATH("path"),
    SECRET("secret");

    private final String words;

    Scalar(String words) {
      this.words = words;
    }

    @Override
    public String words() {
      return words;
    }

    /** Whether it is a text in JSON; only then has YAML's reading of a number no say. */
    boolean isText() {
      return switch (this) {
        case TEXT, DURATION, BYTES, URI, PATH -> true;
        case INT, LONG, DOUBLE, FLAG, SECRET -> false;
      };
    }
  }

  /** One constant of an enum, by its kebab-case name. */
  record Choice(Map<String, Object> constants) implements ConfigShape {
    List<String> names() {
      return List.copyOf(constants.keySet());
    }

    @Override
    public String words() {
      return "one of " + String.join(", ", constants.keySet());
    }
  }

  /** A list. */
  record ListOf(ConfigShape item) implements ConfigShape {
    @Override
    public String words() {
      return "list of " + item.words();
    }
  }

  /** A map with free names. */
  record MapOf(ConfigShape value) implements ConfigShape {
    @Override
    public String words() {
      return "map of names to " + value.words();
    }
  }

  /** A record. A class, because a record may hold itself. */
  final class RecordOf implements ConfigShape {
    private final Class<?> type;
    private final List<Component> components = new ArrayList<>();

    RecordOf(Class<?> type) {
      this.type = type;
    }

    void add(Component component) {
      components.add(component);
    }

    Class<?> type() {
      return type;
    }

    List<Component> components() {
      return List.copyOf(components);
    }

    Optional<Component> component(String name) {
      Predicate<Component> named = each -> each.name().equals(name);
      return components.stream().filter(named).findFirst();
    }

    List<String> names() {
      return components.stream().map(Component::name).toList();
    }

    /** {@code examples.UrlProber.Config}. */
    String name() {
      var canonical = type.getCanonicalName();
      return canonical == null ? type.getName() : canonical;
    }

    @Override
    public String words() {
      return "fields (" + String.join(", ", names()) + ")";
    }
  }

  /**
   * A component of a record.
   *
   * @param optional whether it is an {@code Optional}
   * @param otherwise its default as JSON
   * @param doc its help text, or empty
   */
  record Component(
      String name, ConfigShape shape, boolean optional, Optional<JsonNode> otherwise, String doc) {
    boolean required() {
      return !optional && otherwise.isEmpty();
    }
  }
}
