package io.fleet.logs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonLinesTest {
  private final LoggerContext context = new LoggerContext();
  private final JsonLines encoder = new JsonLines("worker", "w-07");

  JsonLinesTest() {
    context.setMDCAdapter(new LogbackMDCAdapter());
  }

  private String encode(String message, @Nullable Throwable thrown, Map<String, String> mdc) {
    var event =
        new LoggingEvent(
            "fqcn", context.getLogger("io.fleet.notes"), Level.WARN, message, thrown, null);
    event.setInstant(Instant.parse("2026-01-05T11:02:07.009123Z"));
    event.setThreadName("slot-prober/17");
    event.setMDCPropertyMap(mdc);
    return new String(encoder.encode(event), StandardCharsets.UTF_8);
  }

  private static JsonNode parse(String line) throws JsonProcessingException {
    assertThat(line).endsWith("\n");
    assertThat(line.strip()).doesNotContain("\n", "\r");
    return new ObjectMapper().readTree(line);
  }

  @Test
  void each_field_has_its_name() {
    assertThat(
            encode(
                "hello",
                null,
                Map.of(
                    "slot", "prober/17", "generation", "3145845", "execution", "12", "shop", "eu")))
        .isEqualTo(
            "{\"time\":\"2026-01-05T11:02:07.009Z\",\"level\":\"WARN\",\"logger\":\"io.fleet.notes\","
                + "\"thread\":\"slot-prober/17\",\"message\":\"hello\",\"worker\":\"w-07\",\"slot\":\"prober/17\","
                + "\"generation\":3145845,\"execution\":12,\"mdc\":{\"shop\":\"eu\"}}\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "two\nlines\r\nand more",
        "say \"hi\" \\ back",
        "bell \u0007 nul \u0000 escape \u001b[31m",
        "line separator \u2028 and next line \u0085",
        "emoji 😀 and Ärger",
      })
  void whatever_stands_in_a_message_the_line_stays_one_object(String message)
      throws JsonProcessingException {
    assertThat(parse(encode(message, null, Map.of())).get("message").asText()).isEqualTo(message);
  }

  @Test
  void half_a_character_does_not_break_the_line() throws JsonProcessingException {
    var line = encode("broken \ud83d here", null, Map.of("k", "\ude00"));
    assertThat(parse(line).get("message").asText()).isEqualTo("broken ? here");
  }

  @Test
  void a_message_of_a_megabyte_is_cut_with_a_mark() throws JsonProcessingException {
    var message = parse(encode("\n".repeat(1 << 20), null, Map.of())).get("message").asText();
    assertThat(message)
        .startsWith("\n".repeat(64 * 1024))
        .endsWith("… (cut, 983,040 more characters)");
  }

  @Test
  void an_exception_has_class_message_and_a_bounded_stack() throws JsonProcessingException {
    var deep = new IllegalStateException("x".repeat(1 << 20), new RuntimeException("root"));
    var error = parse(encode("failed", deep, Map.of())).get("error");
    assertThat(error.get("class").asText()).isEqualTo("java.lang.IllegalStateException");
    assertThat(error.get("message").asText()).endsWith("more characters)");
    assertThat(error.get("stack").asText()).hasSizeLessThan(65 * 1024).endsWith("more characters)");
    var small = parse(encode("failed", new RuntimeException("a\tb"), Map.of())).get("error");
    assertThat(small.get("stack").asText()).startsWith("java.lang.RuntimeException: a\tb\n\tat ");
  }
}
