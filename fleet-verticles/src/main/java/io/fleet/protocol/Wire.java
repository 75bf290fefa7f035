package io.fleet.protocol;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Set;
import java.util.function.Function;

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
    return write(MAPPER, value);
  }

  /** Writes records of a type without some of their fields; to be kept, for it is dear to make. */
  public static <T extends Record> Function<T, String> writing(Class<T> type, String... without) {
    var mapper = MAPPER.copy();
    mapper
        .configOverride(type)
        .setIgnorals(JsonIgnoreProperties.Value.forIgnoredProperties(Set.of(without)));
    return value -> write(mapper, value);
  }

  private static String write(ObjectMapper mapper, Record value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + value.getClass(), e);
    }
  }

  /** A record from two JSON texts that have some of its fields each, and none of them in common. */
  public static <T extends Record> T read(String json, String more, Class<T> type) {
    var first = fields(json, type);
    var second = fields(more, type);
    // As text: a tree of a report of thousands of slots costs more than the report.
    var comma = first.isBlank() || second.isBlank() ? "" : ",";
    return read("{" + first + comma + second + "}", type);
  }

  /** What stands between the braces. */
  private static String fields(String json, Class<?> type) {
    var text = json.strip();
    if (!text.startsWith("{") || !text.endsWith("}")) {
      throw new IllegalArgumentException("not a " + type.getSimpleName() + ": no object");
    }
    return text.substring(1, text.length() - 1);
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
