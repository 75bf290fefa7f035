package io.fleet.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleet.config.ConfigShape.Choice;
import io.fleet.config.ConfigShape.Component;
import io.fleet.config.ConfigShape.ListOf;
import io.fleet.config.ConfigShape.MapOf;
import io.fleet.config.ConfigShape.RecordOf;
import io.fleet.config.ConfigShape.Scalar;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Finds all in a config tree that does not fit its record, in the words of fleet.yaml. */
final class ConfigCheck {
  static final String UNKNOWN = "unknown field";
  static final String SIZE_HINT = "Write it like 64Ki, 128Mi or 1Gi";

  private ConfigCheck() {}

  /** Problems have paths relative to the config, and no place yet. */
  static void check(ConfigShape shape, JsonNode node, String path, Findings findings) {
    switch (shape) {
      case Scalar scalar -> scalar(scalar, node, path, findings);
      case Choice choice -> choice(choice, node, path, findings);
      case RecordOf record -> fields(record, node, path, findings);
      case ListOf list -> {
        if (!(node instanceof ArrayNode array)) {
          add(findings, path, "expects a " + list.words() + ", found " + found(node), "");
          return;
        }
        for (var i = 0; i < array.size(); i++) {
          check(list.item(), array.get(i), Paths.item(path, i), findings);
        }
      }
      case MapOf map -> {
        if (!(node instanceof ObjectNode object)) {
          add(findings, path, "expects a " + map.words() + ", found " + found(node), "");
          return;
        }
        object
            .properties()
            .forEach(
                each ->
                    check(
                        map.value(), each.getValue(), Paths.child(path, each.getKey()), findings));
      }
    }
  }

  private static void fields(RecordOf record, JsonNode node, String path, Findings findings) {
    if (!(node instanceof ObjectNode object)) {
      add(findings, path, "expects " + record.words() + ", found " + found(node), "");
      return;
    }
    Set<String> meant = new HashSet<>();
    for (var each : object.properties()) {
      var key = each.getKey();
      var child = Paths.child(path, key);
      var component = record.component(key);
      if (component.isPresent()) {
        check(component.get().shape(), each.getValue(), child, findings);
        continue;
      }
      var near = Nearest.to(key, record.names());
      near.ifPresent(meant::add);
      add(
          findings,
          child,
          UNKNOWN,
          near.map(name -> "Did you mean \"" + name + "\"?")
              .orElseGet(() -> "Known: " + String.join(", ", record.names())));
    }
    for (var component : record.components()) {
      if (component.required()
          && !object.has(component.name())
          && !meant.contains(component.name())) {
        add(findings, path, record.name() + " needs " + needed(component), "");
      }
    }
  }

  /** {@code urls: list of URI, "spread over the slots"}. */
  private static String needed(Component component) {
    var words = component.name() + ": " + component.shape().words();
    return component.doc().isEmpty() ? words : words + ", \"" + component.doc() + '"';
  }

  private static void choice(Choice choice, JsonNode node, String path, Findings findings) {
    if (!node.isTextual()) {
      add(findings, path, "expects " + choice.words() + ", found " + found(node), "");
    } else if (!choice.constants().containsKey(node.textValue())) {
      var raw = node.textValue();
      add(
          findings,
          path,
          Rules.notOneOf(raw, choice.names()),
          Rules.didYouMean(raw, choice.names()));
    }
  }

  private static void scalar(Scalar scalar, JsonNode node, String path, Findings findings) {
    if (scalar == Scalar.SECRET) {
      secret(node, path, findings);
      return;
    }
    if (node.isNull()) {
      add(findings, path, "has no value", "Write one, or leave the field out");
      return;
    }
    if (node.isContainerNode()) {
      add(findings, path, "expects " + article(scalar) + ", found " + found(node), "");
      return;
    }
    switch (scalar) {
      case TEXT -> {
        if (!node.isTextual()) {
          add(findings, path, "expects text, found " + found(node), "Put quotes around it");
        }
      }
      case INT, LONG -> whole(scalar, node, path, findings);
      case DOUBLE -> {
        if (!node.isNumber()) {
          add(findings, path, found(node) + " is not a number", unquote(node));
        }
      }
      case FLAG -> {
        if (!node.isBoolean()) {
          add(findings, path, found(node) + " is not true or false", "");
        }
      }
      case DURATION -> {
        if (node.asText().matches("[0-9]{1,12}")) {
          add(findings, path, node.asText() + " has no unit", Rules.unitHint(node.asText()));
        } else if (Durations.parse(node.asText()).isEmpty()) {
          add(
              findings,
              path,
              Words.quote(node.asText()) + " is not a duration",
              Rules.DURATION_HINT);
        }
      }
      case BYTES -> {
        if (node.asText().matches("[0-9]{1,9}")) {
          add(
              findings,
              path,
              node.asText() + " has no unit",
              "Did you mean " + node.asText() + "Mi?  (units: Ki Mi Gi)");
        } else if (Bytes.parse(node.asText()).isEmpty()) {
          add(findings, path, Words.quote(node.asText()) + " is not a size", SIZE_HINT);
        }
      }
      case URI -> {
        if (!node.isTextual() || !isUri(node.textValue())) {
          add(findings, path, found(node) + " is not a URI", "");
        }
      }
      case PATH -> {
        if (!node.isTextual() || !isPath(node.textValue())) {
          add(findings, path, found(node) + " is not a path", "");
        }
      }
      case SECRET -> throw new IllegalStateException("checked above");
    }
  }

  private static void whole(Scalar scalar, JsonNode node, String path, Findings findings) {
    if (!node.isNumber() || (node.isFloatingPointNumber() && !node.canConvertToExactIntegral())) {
      add(findings, path, found(node) + " is not a whole number", unquote(node));
    } else if (scalar == Scalar.INT ? !node.canConvertToInt() : !node.canConvertToLong()) {
      add(findings, path, Words.clip(node.asText()) + " is too large", "");
    }
  }

  // Whatever stands there may be the secret, so no message of this quotes it.
  private static void secret(JsonNode node, String path, Findings findings) {
    if (node instanceof ObjectNode object
        && object.size() == 1
        && object.path("secret").isTextual()
        && Secret.isReference(object.path("secret").textValue())) {
      return;
    }
    add(findings, path, Problem.PLAIN_SECRET, Problem.SECRET_HINT);
  }

  private static boolean isUri(String text) {
    try {
      return !new java.net.URI(text).toString().isEmpty();
    } catch (URISyntaxException bad) {
      return false;
    }
  }

  private static boolean isPath(String text) {
    try {
      return !Path.of(text).toString().isEmpty();
    } catch (InvalidPathException bad) {
      return false;
    }
  }

  private static String article(Scalar scalar) {
    return switch (scalar) {
      case TEXT, FLAG -> scalar.words();
      default -> "a " + scalar.words();
    };
  }

  private static String unquote(JsonNode node) {
    return node.isTextual() && node.textValue().matches("-?[0-9]+(\\.[0-9]+)?")
        ? "Leave out the quotes"
        : "";
  }

  private static String found(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT -> "a map";
      case STRING -> "the text " + Words.quote(node.textValue());
      case NUMBER -> "the number " + Words.clip(node.asText());
      case BOOLEAN -> "the truth value " + node.asText();
      default -> "nothing";
    };
  }

  private static void add(Findings findings, String path, String what, String hint) {
    findings.add(new Problem(0, 0, path, what, hint));
  }
}
