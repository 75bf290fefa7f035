package io.fleet.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;

/**
 * One text for one JSON value: keys sorted, no spaces. Trees only: no class of a user ever meets
 * this mapper, so it may be shared without keeping a class loader alive.
 */
final class CanonicalJson {
  static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final ObjectMapper TREES =
      JsonMapper.builder()
          .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private CanonicalJson() {}

  static String write(JsonNode tree) {
    try {
      return TREES.writeValueAsString(tree);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a JSON tree that cannot be written", impossible);
    }
  }

  /** The tree; throws {@link IllegalArgumentException}, without the text, if this is no JSON. */
  static JsonNode read(String json) {
    try {
      var tree = TREES.readTree(json);
      if (tree.isMissingNode()) {
        throw new IllegalArgumentException("empty where JSON is expected");
      }
      return tree;
    } catch (JsonProcessingException broken) {
      // Jackson's message quotes the source, where a secret may stand.
      var at = broken.getLocation();
      throw new IllegalArgumentException(
          "not JSON" + (at == null ? "" : ", column " + at.getColumnNr()));
    }
  }

  /** A YAML value as JSON; what YAML calls NaN or infinite has been left as text. */
  static JsonNode of(Yaml value) {
    return switch (value) {
      case Yaml.Text text -> scalar(text);
      case Yaml.Items items -> {
        var array = NODES.arrayNode(items.items().size());
        items.items().forEach(item -> array.add(of(item)));
        yield array;
      }
      case Yaml.Fields fields -> {
        var object = NODES.objectNode();
        fields.entries().forEach((key, entry) -> object.set(key, of(entry.value())));
        yield object;
      }
    };
  }

  private static JsonNode scalar(Yaml.Text text) {
    return switch (text.kind()) {
      case NOTHING -> NullNode.getInstance();
      case FLAG -> BooleanNode.valueOf(text.text().equals("true"));
      case WHOLE -> whole(new BigInteger(text.text()));
      case NUMBER -> DoubleNode.valueOf(Double.parseDouble(text.text()));
      case WORDS -> TextNode.valueOf(text.text());
    };
  }

  private static JsonNode whole(BigInteger number) {
    if (number.bitLength() < Integer.SIZE) {
      return IntNode.valueOf(number.intValue());
    }
    return number.bitLength() < Long.SIZE
        ? LongNode.valueOf(number.longValue())
        : BigIntegerNode.valueOf(number);
  }
}
