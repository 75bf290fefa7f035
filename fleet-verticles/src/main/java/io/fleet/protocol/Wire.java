package io.fleet.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Control records as JSON. Unknown fields are ignored, so that one version apart can talk. Only the
 * framework's own records pass here: a shared mapper would pin the class loaders of users' records.
 * Thread-safe.
 *
 * @since 0.1
 */
public final class Wire {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .addModule(DurationMillis.module())
          .build();

  private Wire() {}

  /** A record as one line of JSON. */
  public static String write(Record value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + value.getClass(), e);
    }
  }

  /** The same without some of its fields. */
  public static String write(Record value, String... without) {
    return MAPPER.<ObjectNode>valueToTree(value).remove(List.of(without)).toString();
  }

  /** A record from two JSON texts that have some of its fields each. */
  public static <T extends Record> T read(String json, String more, Class<T> type) {
    try {
      var all = (ObjectNode) MAPPER.readTree(json);
      all.setAll((ObjectNode) MAPPER.readTree(more));
      return MAPPER.treeToValue(all, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "not a " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
    }
  }

  /**
   * A record from JSON; throws {@link IllegalArgumentException} that names the type when the text
   * is not one.
   */
  public static <T extends Record> T read(String json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "not a " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
    }
  }
}
