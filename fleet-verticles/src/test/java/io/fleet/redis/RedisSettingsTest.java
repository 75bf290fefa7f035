package io.fleet.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.redis.client.RedisClientType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RedisSettingsTest {
  @Test
  void one_server_is_dialled_as_its_url_says() {
    var settings = RedisSettings.of("redis://:a+b@here:7000");
    assertThat(settings.sentinel() || settings.cluster()).isFalse();
    assertThat(settings.options(3).getEndpoints()).containsExactly("redis://:a+b@here:7000");
    assertThat(settings.options(3).getMaxPoolSize()).isEqualTo(3);
    assertThat(settings.shown()).isEqualTo("redis://***@here:7000");
  }

  @Test
  void sentinels_are_dialled_at_their_usual_port_unless_another_is_named() {
    var settings = RedisSettings.of("redis+sentinel://joe:secret@s1,s2:7001/mymaster");
    var options = settings.options(1);
    assertThat(settings.sentinel()).isTrue();
    assertThat(options.getType()).isEqualTo(RedisClientType.SENTINEL);
    assertThat(options.getEndpoints()).containsExactly("redis://s1:26379", "redis://s2:7001");
    assertThat(options.getMasterName()).isEqualTo("mymaster");
    assertThat(options.getUser()).isEqualTo("joe");
    assertThat(options.getPassword()).isEqualTo("secret");
    assertThat(settings.shown()).doesNotContain("secret");
  }

  @Test
  void a_cluster_is_dialled_at_all_of_its_hosts_with_tls_where_it_is_asked_for() {
    var settings = RedisSettings.of("rediss+cluster://c1,c2:7002");
    assertThat(settings.cluster()).isTrue();
    assertThat(settings.options(1).getType()).isEqualTo(RedisClientType.CLUSTER);
    assertThat(settings.options(1).getEndpoints())
        .containsExactly("rediss://c1:6379", "rediss://c2:7002");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis+sentinel://s1,s2",
        "redis+sentinel:///mymaster",
        "redis+sentinel://s1,/mymaster",
        "redis+cluster://c1/name",
        "redis+other://c1"
      })
  void another_form_is_refused_with_the_three_that_there_are(String url) {
    assertThatThrownBy(() -> RedisSettings.of(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("redis+sentinel://HOST:PORT,HOST:PORT/NAME");
  }
}
