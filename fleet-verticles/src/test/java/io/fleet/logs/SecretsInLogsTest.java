package io.fleet.logs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import io.fleet.config.Secret;
import io.fleet.protocol.LogLevel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A canary is revealed, and logged in every way there is; then it is looked for everywhere. */
final class SecretsInLogsTest {
  private static final String CANARY = "canary-\"7f3a\"-Ärger";

  private final LoggerContext context = new LoggerContext();
  private final LogbackMDCAdapter mdc = new LogbackMDCAdapter();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final LogRing ring = new LogRing();

  @BeforeEach
  void configure() {
    context.setMDCAdapter(mdc);
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%level %thread %mdc %kvp %msg%n%ex");
    encoder.start();
    var console = new ConsoleAppender<ILoggingEvent>();
    console.setContext(context);
    console.setEncoder(encoder);
    console.start();
    console.setOutputStream(written);
    context.getLogger("ROOT").addAppender(console);
    Logging.guard(context, ring);
  }

  private static String reveal(String value) {
    return Secret.of("env:CANARY", reference -> Optional.of(value)).reveal();
  }

  private void logEverywhere(String secret) {
    var log = context.getLogger("shop");
    mdc.put("slot", "prober/0");
    mdc.put("who", secret);
    log.info("plain " + secret);
    log.info("argument {} {}", secret, List.of("in", secret));
    log.atInfo().addKeyValue("key", secret).log("pair");
    var cause = new IllegalArgumentException("cause " + secret);
    cause.addSuppressed(new IllegalStateException("suppressed " + secret));
    log.warn("thrown", new IllegalStateException("message " + secret, cause));
    mdc.clear();
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }

  @Test
  void a_revealed_secret_is_in_no_line_of_text() {
    logEverywhere(reveal(CANARY));
    assertThat(text())
        .contains(
            "plain ***", "argument *** [in, ***]", "message ***", "cause ***", "suppressed ***")
        .contains("who=***", "key=\"***\"")
        .doesNotContain("7f3a");
  }

  @Test
  void a_revealed_secret_is_in_no_line_of_json() {
    Logging.json(context, "worker", "w-1");
    logEverywhere(reveal(CANARY));
    assertThat(text())
        .contains("plain ***", "\"who\":\"***\"", "\"key\":\"***\"", "suppressed ***")
        .doesNotContain("7f3a");
  }

  @Test
  void a_revealed_secret_is_in_no_line_of_the_ring() {
    logEverywhere(reveal(CANARY));
    var lines = ring.last("prober/0", LogLevel.TRACE, 100);
    assertThat(lines).hasSize(4);
    assertThat(lines.toString())
        .contains("plain ***", "message ***", "suppressed ***", "cause ***")
        .doesNotContain("7f3a");
  }

  @Test
  void every_long_line_of_a_secret_of_several_lines_is_masked() {
    logEverywhere(reveal("-- BEGIN --\nkey-4711-aaaa\nkey-4712-bbbb\n").lines().toList().get(2));
    assertThat(text()).contains("plain ***").doesNotContain("4712");
  }

  @Test
  void a_secret_that_is_part_of_another_leaves_no_rest_of_it() {
    reveal("hunter22");
    var longer = reveal("hunter22-and-more");
    context.getLogger("shop").info("say {}", longer);
    assertThat(text()).contains("say ***").doesNotContain("and-more");
  }

  @Test
  void what_is_too_short_to_be_told_from_other_text_is_let_through() {
    reveal("abc");
    context.getLogger("shop").info("abcdef");
    assertThat(text()).contains("abcdef");
  }

  @Test
  void an_appender_that_a_later_configuration_brings_is_guarded_too() throws JoranException {
    context.addConfigurationEventListener(event -> Logging.guard(context, ring));
    var secret = reveal(CANARY);
    context.reset();
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(
        new ByteArrayInputStream(
            """
            <configuration>
              <appender name="list" class="ch.qos.logback.core.read.ListAppender"/>
              <root level="INFO"><appender-ref ref="list"/></root>
            </configuration>
            """
                .getBytes(StandardCharsets.UTF_8)));
    context.getLogger("shop").info("said {}", secret);
    assertThat(ring.last("", LogLevel.TRACE, 10))
        .extracting(LogLine::message)
        .containsExactly("said ***");
    var root = context.getLogger("ROOT");
    assertThat(root.iteratorForAppenders()).toIterable().hasOnlyElementsOfType(Guard.class);
  }

  @Test
  void guarding_twice_writes_nothing_twice() {
    Logging.guard(context, ring);
    context.getLogger("shop").info("once");
    assertThat(text()).containsOnlyOnce("once");
    assertThat(ring.last("", LogLevel.TRACE, 10)).hasSize(1);
  }
}
