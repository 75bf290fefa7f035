package io.fleet.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.path.NodePath;
import java.util.HashSet;
import java.util.Set;

/** Finds what breaks the limits of jakarta.validation, by the schema that holds them. */
final class ConfigLimits {
  private ConfigLimits() {}

  /** Adds what {@link ConfigCheck} has not found already in better words. */
  static void check(Schema schema, JsonNode tree, Findings findings) {
    Set<String> known = new HashSet<>();
    Set<String> secrets = new HashSet<>();
    findings
        .list()
        .forEach(
            each -> {
              known.add(each.path());
              if (each.what().equals(Problem.PLAIN_SECRET)) {
                secrets.add(each.path());
              }
            });
    for (var error : schema.validate(tree)) {
      var path = path(error.getInstanceLocation());
      // What stands in a wrong secret may be its value, and a limit would quote it.
      if (secrets.stream().anyMatch(path::startsWith)) {
        continue;
      }
      if (isLimit(error.getKeyword()) ? !known.contains(path) : known.isEmpty()) {
        findings.add(new Problem(0, 0, path, sentence(error), ""));
      }
    }
  }

  private static boolean isLimit(String keyword) {
    return switch (keyword) {
      case "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "minLength",
          "maxLength",
          "pattern",
          "minItems",
          "maxItems",
          "uniqueItems",
          "minProperties",
          "maxProperties",
          "format" ->
          true;
      default -> false;
    };
  }

  private static String path(NodePath location) {
    var path = "";
    for (var i = 0; i < location.getNameCount(); i++) {
      path =
          location.getElement(i) instanceof Integer index
              ? Paths.item(path, index)
              : Paths.child(path, location.getName(i));
    }
    return path;
  }

  private static String sentence(Error error) {
    var limit = error.getSchemaNode().asText();
    var node = error.getInstanceNode();
    var found = node.isTextual() ? Words.quote(node.textValue()) : Words.clip(node.asText());
    return switch (error.getKeyword()) {
      case "minimum" -> found + " is less than " + limit;
      case "maximum" -> found + " is more than " + limit;
      case "exclusiveMinimum" -> found + " must be more than " + limit;
      case "exclusiveMaximum" -> found + " must be less than " + limit;
      case "minLength" -> found + " is shorter than " + count(limit, "character");
      case "maxLength" -> found + " is longer than " + count(limit, "character");
      case "minItems" -> "needs at least " + count(limit, "item") + ", has " + node.size();
      case "maxItems" -> "takes at most " + count(limit, "item") + ", has " + node.size();
      case "uniqueItems" -> "has the same item twice";
      case "minProperties" -> "needs at least " + count(limit, "name") + ", has " + node.size();
      case "maxProperties" -> "takes at most " + count(limit, "name") + ", has " + node.size();
      case "pattern" -> limit.equals(ConfigSchema.NOT_BLANK) ? "is blank" : mismatch(found, limit);
      // No message of the validator's own: it might quote what must not be shown.
      default -> "does not fit the schema (" + error.getKeyword() + ")";
    };
  }

  /** Shows the pattern as its author wrote it. */
  private static String mismatch(String found, String pattern) {
    var written =
        pattern.startsWith("^(?:") && pattern.endsWith(")$")
            ? pattern.substring(4, pattern.length() - 2)
            : pattern;
    return found + " does not match " + written;
  }

  private static String count(String limit, String noun) {
    return limit + " " + noun + (limit.equals("1") ? "" : "s");
  }
}
