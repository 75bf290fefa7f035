package io.fleet.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RequestTest {
  @Test
  void the_closest_name_is_proposed_and_a_far_one_is_not() {
    assertThat(Hint.hint("prober", List.of("probes", "titles")))
        .isEqualTo(" Did you mean \"probes\"?");
    assertThat(Hint.hint("xyz", List.of("probes", "titles"))).isEmpty();
  }

  @Test
  void a_number_out_of_range_is_refused_with_the_range() {
    assertThat(Fields.number(new JsonObject().put("limit", "7"), "limit", 1, 1, 10)).isEqualTo(7);
    assertThatThrownBy(() -> Fields.number(new JsonObject().put("limit", "11"), "limit", 1, 1, 10))
        .hasMessage("Field \"limit\" must be a whole number from 1 to 10, not 11.");
  }

  @Test
  void a_why_line_may_lack_its_time_and_its_evidence() {
    assertThat(Why.parse("NO_ROOM 12 a b")).isEqualTo(new Why("NO_ROOM", 12, "a b"));
    assertThat(Why.parse("NO_ROOM a b")).isEqualTo(new Why("NO_ROOM", 0, "a b"));
    assertThat(Why.parse("NO_ROOM")).isEqualTo(new Why("NO_ROOM", 0, ""));
  }

  @Test
  void the_name_of_a_host_is_without_its_port() {
    assertThat(Guards.name("127.0.0.1:8080")).isEqualTo("127.0.0.1");
    assertThat(Guards.name("[::1]:8080")).isEqualTo("[::1]");
    assertThat(Guards.name("[::1]")).isEqualTo("[::1]");
    assertThat(Guards.name("localhost")).isEqualTo("localhost");
  }

  @Test
  void beyond_loopback_nothing_starts_without_token_and_tls() {
    assertThatThrownBy(() -> ApiSettings.of(new JsonObject().put("http", "0.0.0.0:8080")))
        .hasMessageContaining("Refusing to listen on 0.0.0.0:8080 without a token and TLS");
  }

  @Test
  void only_the_right_token_or_a_live_session_is_let_in() {
    var now = new long[1];
    var access = new Access(Optional.of("secret"), () -> now[0]);
    assertThat(access.bearer(Optional.of("Bearer secret"))).isTrue();
    assertThat(access.bearer(Optional.of("Bearer secrets"))).isFalse();
    assertThat(access.bearer(Optional.empty())).isFalse();
    var session = access.begin();
    assertThat(access.session(session)).isTrue();
    now[0] = Access.SESSION_SECONDS * 1_000_000_000L + 1;
    assertThat(access.session(session)).isFalse();
  }
}
