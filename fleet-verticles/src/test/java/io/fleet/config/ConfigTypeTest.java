package io.fleet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class ConfigTypeTest {
  record Prober(
      @Doc("spread over the slots") @Size(min = 1) List<URI> urls,
      @Default("30s") Duration every,
      @Default("5s") Duration timeout) {
    Prober {
      if (timeout.compareTo(every) > 0) {
        throw new IllegalArgumentException("timeout must not be longer than every");
      }
    }
  }

  record Part(int from, int to) {
    Part {
      if (from > to) {
        throw new IllegalArgumentException("from must not be larger than to");
      }
    }
  }

  record Whole(List<Part> parts, Part last) {}

  record Broken(String text) {
    Broken {
      if (text.charAt(99) == 0) {
        text = "";
      }
    }
  }

  enum Mode {
    FAST,
    VERY_SLOW
  }

  record Login(String user, Secret password) {}

  record Everything(
      @NotBlank @Size(max = 10) String text,
      @Min(1) @Max(9) int whole,
      @Positive long large,
      double number,
      boolean flag,
      Duration duration,
      Bytes bytes,
      URI uri,
      Path path,
      Mode mode,
      List<@Pattern(regexp = "[a-z]+") String> words,
      Map<String, Integer> counts,
      Login login,
      Optional<Duration> pause,
      @Default("very-slow") Mode otherwise,
      @Default("1.10") String version,
      @Default("[1, 2]") List<Integer> numbers) {}

  private static final String ALL =
      """
      {"text":"a","whole":5,"large":5000000000,"number":1.5,"flag":true,"duration":"2h",
       "bytes":"1Gi","uri":"/v1?a=b","path":"conf/ids.txt","mode":"fast","words":["ab"],
       "counts":{"b":2,"a":1},"login":{"user":"u","password":{"secret":"env:SHOP_PASSWORD"}}}""";

  private final ConfigType<Prober> prober = ConfigType.of(Prober.class);
  private final ConfigType<Everything> everything = ConfigType.of(Everything.class);

  @Test
  void a_class_is_read_once() {
    assertThat(ConfigType.of(Prober.class)).isSameAs(ConfigType.of(Prober.class));
  }

  @Test
  void defaults_fill_what_is_left_out() {
    assertThat(prober.bind("{\"urls\":[\"https://a.example/\"]}"))
        .isEqualTo(
            new Bound<>(
                Optional.of(
                    new Prober(
                        List.of(URI.create("https://a.example/")),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(5))),
                List.of()));
  }

  @Test
  void the_compact_constructor_has_the_last_word() {
    assertThat(told(prober, "{\"urls\":[\"https://a.example/\"],\"every\":\"1s\"}"))
        .containsExactly("f: timeout must not be longer than every");
  }

  @Test
  void a_missing_field_is_named_with_its_type_and_help() {
    assertThat(told(prober, "{}"))
        .containsExactly(
            "f: io.fleet.config.ConfigTypeTest.Prober needs urls: list of URI,"
                + " \"spread over the slots\"");
    assertThat(told(prober, "{\"urls\":null}")).hasSize(1);
  }

  @Test
  void all_problems_come_at_once() {
    assertThat(told(prober, "{\"urls\":[],\"every\":30,\"timeout\":\"5 s\",\"retries\":2}"))
        .containsExactlyInAnyOrder(
            "f: urls: needs at least 1 item, has 0",
            "f: every: 30 has no unit. Did you mean 30s?  (units: ms s m h d)",
            "f: timeout: \"5 s\" is not a duration. Write it like 500ms, 30s, 5m, 2h or 30d",
            "f: retries: unknown field. Known: urls, every, timeout");
  }

  @Test
  void a_misspelt_field_is_not_also_missing() {
    assertThat(told(prober, "{\"url\":[\"a\"]}"))
        .containsExactly("f: url: unknown field. Did you mean \"urls\"?");
  }

  @Test
  void every_type_is_bound() {
    var bound = everything.bind(ALL);
    assertThat(bound.problems()).isEmpty();
    var value = bound.value().orElseThrow();
    assertThat(value.large()).isEqualTo(5_000_000_000L);
    assertThat(value.duration()).isEqualTo(Duration.ofHours(2));
    assertThat(value.bytes()).isEqualTo(Bytes.ofMebi(1024));
    assertThat(value.uri()).isEqualTo(URI.create("/v1?a=b"));
    assertThat(value.path()).isEqualTo(Path.of("conf/ids.txt"));
    assertThat(value.mode()).isEqualTo(Mode.FAST);
    assertThat(value.counts()).containsExactlyInAnyOrderEntriesOf(Map.of("a", 1, "b", 2));
    assertThat(value.login().password().reference()).isEqualTo("env:SHOP_PASSWORD");
    assertThat(value.pause()).isEmpty();
    assertThat(value.otherwise()).isEqualTo(Mode.VERY_SLOW);
    assertThat(value.version()).isEqualTo("1.10");
    assertThat(value.numbers()).containsExactly(1, 2);
  }

  @Test
  void every_type_says_what_it_wants() {
    assertThat(
            told(
                everything,
                """
                {"text":5,"whole":"5","large":1.5,"number":"x","flag":"yes","duration":"5",
                 "bytes":128,"uri":"a b","path":1,"mode":"fasst","words":"ab","counts":[],
                 "login":{"user":"u","password":"hunter2"},"pause":true,"numbers":[1,"two"]}"""))
        .containsExactlyInAnyOrder(
            "f: text: expects text, found the number 5. Put quotes around it",
            "f: whole: the text \"5\" is not a whole number. Leave out the quotes",
            "f: large: the number 1.5 is not a whole number",
            "f: number: the text \"x\" is not a number",
            "f: flag: the text \"yes\" is not true or false",
            "f: duration: 5 has no unit. Did you mean 5s?  (units: ms s m h d)",
            "f: bytes: 128 has no unit. Did you mean 128Mi?  (units: Ki Mi Gi)",
            "f: uri: the text \"a b\" is not a URI",
            "f: path: the number 1 is not a path",
            "f: mode: \"fasst\" is not one of fast, very-slow. Did you mean fast?",
            "f: words: expects a list of text, found the text \"ab\"",
            "f: counts: expects a map of names to whole number, found a list",
            "f: login.password: a secret in plain text. Refer to it: { secret: env:NAME } or"
                + " { secret: file:PATH }",
            "f: pause: \"true\" is not a duration. Write it like 500ms, 30s, 5m, 2h or 30d",
            "f: numbers[1]: the text \"two\" is not a whole number");
  }

  @Test
  void limits_hold_and_patterns_are_anchored() {
    assertThat(
            told(
                everything,
                ALL.replace("\"text\":\"a\"", "\"text\":\"  \"")
                    .replace("\"whole\":5", "\"whole\":10")
                    .replace("5000000000", "0")
                    .replace("[\"ab\"]", "[\"ab\",\"ab1\"]")))
        .containsExactlyInAnyOrder(
            "f: text: is blank",
            "f: whole: 10 is more than 9",
            "f: large: 0 must be more than 0",
            "f: words[1]: \"ab1\" does not match [a-z]+");
  }

  @Test
  void what_does_not_fit_into_an_int_is_told() {
    record Small(int count) {}
    assertThat(told(ConfigType.of(Small.class), "{\"count\":3000000000}"))
        .containsExactly("f: count: 3000000000 is too large");
  }

  @Test
  void constructors_of_nested_records_speak_at_once_with_their_paths() {
    assertThat(
            told(
                ConfigType.of(Whole.class),
                """
                {"parts":[{"from":1,"to":2},{"from":2,"to":1}],"last":{"from":9,"to":1}}"""))
        .containsExactlyInAnyOrder(
            "f: parts[1]: from must not be larger than to",
            "f: last: from must not be larger than to");
  }

  @Test
  void a_constructor_that_breaks_is_a_problem_without_a_stack_trace() {
    assertThat(told(ConfigType.of(Broken.class), "{\"text\":\"a\"}"))
        .containsExactly(
            "f: "
                + Broken.class.getCanonicalName()
                + " refused this: StringIndexOutOfBoundsException");
  }

  @Test
  void a_secret_is_revealed_by_its_resolver_alone_and_shown_nowhere() {
    var plain = everything.bind(ALL).value().orElseThrow();
    assertThatThrownBy(() -> plain.login().password().reveal())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("secret env:SHOP_PASSWORD cannot be read here");
    var worker =
        everything
            .revealing(reference -> Optional.of("hunter2 of " + reference))
            .bind(ALL)
            .value()
            .orElseThrow();
    assertThat(worker.login().password().reveal()).isEqualTo("hunter2 of env:SHOP_PASSWORD");
    assertThat(worker.toString()).contains("password=***").doesNotContain("hunter2");
    assertThat(worker).isEqualTo(plain);
  }

  @Test
  void a_secret_in_plain_text_is_never_quoted() {
    for (var plain :
        List.of(
            "\"hunter2\"",
            "12345678",
            "{\"secret\":\"hunter2\"}",
            "{\"sekret\":\"env:A\"}",
            "[\"hunter2\"]",
            "null")) {
      var problems = told(everything, ALL.replace("{\"secret\":\"env:SHOP_PASSWORD\"}", plain));
      assertThat(problems).hasSize(1);
      assertThat(problems.getFirst()).doesNotContain("hunter2", "12345678");
    }
  }

  @Test
  void broken_json_is_a_problem_that_quotes_nothing() {
    assertThat(told(prober, "{\"password\":hunter2")).containsExactly("f: the config is no JSON");
    assertThat(told(prober, "[]"))
        .containsExactly("f: expects fields (urls, every, timeout), found a list");
  }

  @Test
  void the_schema_says_what_an_editor_needs() throws Exception {
    var schema = new ObjectMapper().readTree(prober.schema());
    assertThat(schema.path("$schema").asText())
        .isEqualTo("https://json-schema.org/draft/2020-12/schema");
    assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
    assertThat(schema.path("required").toString()).isEqualTo("[\"urls\"]");
    var urls = schema.path("properties").path("urls");
    assertThat(urls.path("description").asText()).isEqualTo("spread over the slots");
    assertThat(urls.path("minItems").asInt()).isEqualTo(1);
    var every = schema.path("properties").path("every");
    assertThat(every.path("default").asText()).isEqualTo("30s");
    assertThat(every.path("pattern").asText()).isEqualTo(Durations.PATTERN);
    var all = new ObjectMapper().readTree(everything.schema()).path("properties");
    assertThat(all.path("mode").path("enum").toString()).isEqualTo("[\"fast\",\"very-slow\"]");
    assertThat(all.path("counts").path("additionalProperties").path("type").asText())
        .isEqualTo("integer");
    assertThat(all.path("version").path("default").asText()).isEqualTo("1.10");
    assertThat(all.path("pause").path("pattern").asText()).isEqualTo(Durations.PATTERN);
    assertThat(schema.path("required").toString()).doesNotContain("pause");
  }

  @Test
  void a_class_that_cannot_be_a_config_says_so_when_it_is_read() {
    record WithInstant(Instant at) {}
    record WithIdleLimit(@Size(min = 1) Secret key) {}
    record WithBadDefault(@Default("soon") Duration every) {}
    assertThatThrownBy(() -> ConfigType.of(String.class))
        .hasMessage("java.lang.String is no record, so it is no config");
    assertThatThrownBy(() -> ConfigType.of(WithInstant.class))
        .hasMessageContaining(".at is a java.time.Instant, which fleet.yaml cannot say");
    assertThatThrownBy(() -> ConfigType.of(WithIdleLimit.class))
        .hasMessageContaining("@Size has no effect on");
    assertThatThrownBy(() -> ConfigType.of(WithBadDefault.class))
        .hasMessageContaining("\"soon\" is not a duration");
  }

  @Test
  void a_class_loader_is_not_kept_alive_by_what_was_bound() throws Exception {
    var loader = bindInAnotherLoader();
    Awaitility.await()
        .until(
            () -> {
              System.gc();
              return loader.get() == null;
            });
  }

  private static WeakReference<ClassLoader> bindInAnotherLoader() throws Exception {
    var urls = new URL[] {Prober.class.getProtectionDomain().getCodeSource().getLocation()};
    try (var loader = new ChildFirst(urls)) {
      var type = loader.loadClass(Prober.class.getName());
      assertThat(type).isNotSameAs(Prober.class);
      assertThat(ConfigType.of(type).bind("{\"urls\":[\"a\"]}").value()).isPresent();
      return new WeakReference<>(loader);
    }
  }

  /** Loads the test and its record anew, all else from its parent. */
  private static final class ChildFirst extends URLClassLoader {
    ChildFirst(URL[] urls) {
      super(urls, ConfigTypeTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(ConfigTypeTest.class.getName())) {
        return super.loadClass(name, resolve);
      }
      var loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  private static List<String> told(ConfigType<?> type, String json) {
    return type.bind(json).problems().stream().map(each -> each.render("f")).toList();
  }
}
