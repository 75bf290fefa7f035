package io.fleet.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleet.config.ConfigShape.ListOf;
import io.fleet.config.ConfigShape.MapOf;
import io.fleet.config.ConfigShape.RecordOf;

/** Puts the defaults of a record into a tree; what is there as nothing counts as left out. */
final class ConfigDefaults {
  private ConfigDefaults() {}

  /** A new tree; where the tree does not fit the shape it is kept, for the check to find. */
  static JsonNode fill(ConfigShape shape, JsonNode node) {
    return switch (shape) {
      case RecordOf record when node instanceof ObjectNode object -> fields(record, object);
      case ListOf list when node instanceof ArrayNode array -> {
        var filled = CanonicalJson.NODES.arrayNode(array.size());
        array.forEach(item -> filled.add(fill(list.item(), item)));
        yield filled;
      }
      case MapOf map when node instanceof ObjectNode object -> {
        var filled = CanonicalJson.NODES.objectNode();
        object
            .properties()
            .forEach(each -> filled.set(each.getKey(), fill(map.value(), each.getValue())));
        yield filled;
      }
      default -> node;
    };
  }

  private static ObjectNode fields(RecordOf record, ObjectNode object) {
    var filled = CanonicalJson.NODES.objectNode();
    for (var component : record.components()) {
      var written = object.get(component.name());
      if (written != null && !written.isNull()) {
        filled.set(component.name(), fill(component.shape(), written));
      } else {
        component
            .otherwise()
            .ifPresent(value -> filled.set(component.name(), fill(component.shape(), value)));
      }
    }
    object
        .properties()
        .forEach(
            each -> {
              if (record.component(each.getKey()).isEmpty()) {
                filled.set(each.getKey(), each.getValue());
              }
            });
    return filled;
  }
}
