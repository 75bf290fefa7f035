package io.fleet.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;

/**
 * One JSON object a line: {@code time, level, logger, thread, message}, then what there is of
 * {@code worker} or {@code master}, {@code slot, generation, execution, error}, {@code data} (the
 * pairs of the call) and {@code mdc} (all other keys). Texts are cut at 64 Ki characters.
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {
  static final int TEXT_CHARS = 64 * 1024;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final JsonFactory JSON = new JsonFactory();

  private final String role;
  private final String name;

  /** Names who writes: {@code worker} and its name, or nothing for an empty role. */
  JsonLines(String role, String name) {
    this.role = role;
    this.name = name;
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    var line = new ByteArrayOutputStream(256);
    try (var json = JSON.createGenerator(line)) {
      write(event, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    line.write('\n');
    return line.toByteArray();
  }

  private void write(ILoggingEvent event, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("time", TIME.format(Instant.ofEpochMilli(event.getTimeStamp())));
    json.writeStringField("level", event.getLevel().levelStr);
    json.writeStringField("logger", event.getLoggerName());
    text(json, "thread", event.getThreadName());
    text(json, "message", String.valueOf(event.getFormattedMessage()));
    if (!role.isEmpty()) {
      json.writeStringField(role, name);
    }
    var mdc = new TreeMap<>(event.getMDCPropertyMap());
    for (var key : new String[] {Mdc.SLOT, Mdc.GENERATION, Mdc.EXECUTION}) {
      var value = mdc.remove(key);
      if (value != null) {
        number(json, key, value);
      }
    }
    if (event.getThrowableProxy() != null) {
      error(json, event.getThrowableProxy());
    }
    pairs(json, event);
    others(json, mdc);
    json.writeEndObject();
  }

  private static void error(JsonGenerator json, IThrowableProxy thrown) throws IOException {
    json.writeObjectFieldStart("error");
    json.writeStringField("class", thrown.getClassName());
    text(json, "message", thrown.getMessage() == null ? "" : thrown.getMessage());
    text(json, "stack", ThrowableProxyUtil.asString(thrown).stripTrailing());
    json.writeEndObject();
  }

  private static void pairs(JsonGenerator json, ILoggingEvent event) throws IOException {
    var pairs = event.getKeyValuePairs();
    if (pairs == null || pairs.isEmpty()) {
      return;
    }
    var data = new TreeMap<String, String>();
    pairs.forEach(pair -> data.put(pair.key, String.valueOf(pair.value)));
    json.writeObjectFieldStart("data");
    for (var pair : data.entrySet()) {
      text(json, pair.getKey(), pair.getValue());
    }
    json.writeEndObject();
  }

  private static void others(JsonGenerator json, Map<String, String> mdc) throws IOException {
    if (mdc.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("mdc");
    for (var other : mdc.entrySet()) {
      text(json, other.getKey(), String.valueOf(other.getValue()));
    }
    json.writeEndObject();
  }

  /** Generations and executions are numbers; whatever else somebody put there stays text. */
  private static void number(JsonGenerator json, String key, String value) throws IOException {
    if (value.matches("\\d{1,18}")) {
      json.writeNumberField(key, Long.parseLong(value));
    } else {
      text(json, key, value);
    }
  }

  private static void text(JsonGenerator json, String key, String value) throws IOException {
    json.writeStringField(key, Cut.to(TEXT_CHARS, whole(value)));
  }

  /** Half of a pair of characters is no text in UTF-8; the generator would refuse the line. */
  private static String whole(String text) {
    for (var i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return new String(
            text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
            java.nio.charset.StandardCharsets.UTF_8);
      }
    }
    return text;
  }
}
