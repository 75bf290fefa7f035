package io.fleet.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.Duration;

/** Durations as whole milliseconds. */
final class DurationMillis {
  private DurationMillis() {}

  static Module module() {
    return new SimpleModule("duration-millis")
        .addSerializer(
            Duration.class,
            new JsonSerializer<>() {
              @Override
              public void serialize(Duration value, JsonGenerator to, SerializerProvider with)
                  throws IOException {
                to.writeNumber(value.toMillis());
              }
            })
        .addDeserializer(
            Duration.class,
            new JsonDeserializer<>() {
              @Override
              public Duration deserialize(JsonParser from, DeserializationContext with)
                  throws IOException {
                return Duration.ofMillis(from.getLongValue());
              }
            });
  }
}
