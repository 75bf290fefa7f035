package io.fleet.stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.function.Function;

/**
 * Values of one topic as JSON: records, {@code java.time} as ISO text, {@code byte[]} as base64.
 * Unknown fields are ignored, so that two versions of a record can live side by side during a
 * rollout. Each instance has a mapper of its own: mappers cache classes, and a shared one would pin
 * the class loaders of old versions. Thread-safe.
 *
 * @param <T> the record type
 * @since 0.1
 */
public final class JsonCodec<T> {
  private final String topic;
  private final Class<T> type;
  private final ObjectMapper mapper;

  /** A codec for a topic's type. */
  public JsonCodec(Topic<T> topic) {
    this.topic = topic.name();
    this.type = topic.type();
    this.mapper =
        JsonMapper.builder()
            // The default one has a cache that all mappers of the JVM share.
            .typeFactory(
                TypeFactory.defaultInstance()
                    .withCache((LookupCache<Object, JavaType>) new LRUMap<Object, JavaType>(8, 64)))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(times())
            .build();
  }

  /** Writes a value; an {@link IllegalArgumentException} says what cannot be written. */
  public String encode(T value) {
    if (value instanceof Raw raw) {
      return raw.json();
    }
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "topic %s cannot write a %s as JSON: %s"
              .formatted(topic, type.getSimpleName(), e.getOriginalMessage()),
          e);
    }
  }

  /** Reads a value; {@link Undecodable} says what is wrong with the text, without the text. */
  public T decode(String json) throws Undecodable {
    if (type == Raw.class) {
      return type.cast(Raw.of(json));
    }
    try {
      var value = mapper.readValue(json, type);
      if (value == null) {
        throw new Undecodable("not a " + type.getSimpleName() + ": null");
      }
      return value;
    } catch (JsonProcessingException e) {
      // The original message lacks the excerpt of the content, which may hold what nobody should
      // log.
      throw new Undecodable("not a " + type.getSimpleName() + ": " + e.getOriginalMessage());
    }
  }

  private static SimpleModule times() {
    var module = new SimpleModule("fleet-times");
    text(module, Instant.class, Instant::parse);
    text(module, Duration.class, Duration::parse);
    text(module, LocalDate.class, LocalDate::parse);
    text(module, LocalTime.class, LocalTime::parse);
    text(module, LocalDateTime.class, LocalDateTime::parse);
    text(module, OffsetDateTime.class, OffsetDateTime::parse);
    text(module, ZonedDateTime.class, ZonedDateTime::parse);
    return module;
  }

  private static <V> void text(SimpleModule module, Class<V> type, Function<String, V> parse) {
    module.addSerializer(type, ToStringSerializer.instance);
    module.addDeserializer(type, new Parsed<>(type, parse));
  }

  private static final class Parsed<V> extends FromStringDeserializer<V> {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // mappers of ours are never serialised
    private final Function<String, V> parse;

    Parsed(Class<V> type, Function<String, V> parse) {
      super(type);
      this.parse = parse;
    }

    @Override
    protected V _deserialize(String text, DeserializationContext context)
        throws java.io.IOException {
      try {
        return parse.apply(text);
      } catch (RuntimeException e) {
        JsonParser parser = context.getParser();
        throw new com.fasterxml.jackson.databind.exc.InvalidFormatException(
            parser, e.getMessage(), text, handledType());
      }
    }
  }
}
