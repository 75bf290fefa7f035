package io.fleet.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RedisCheckTest {
  private static RedisCheck.Findings judge(String... more) {
    var info = new HashMap<>(Map.of("redis_version", "7.0.15", "aof_enabled", "1"));
    for (var i = 0; i < more.length; i += 2) {
      info.put(more[i], more[i + 1]);
    }
    return judge(info, "redis://here:1", "no", List.of());
  }

  private static RedisCheck.Findings judge(
      Map<String, String> info, String url, String fsync, List<String> missing) {
    return RedisCheck.judge(info, RedisSettings.of(url), fsync, missing);
  }

  @Test
  void a_fit_redis_is_taken_without_a_word() {
    assertThat(judge()).isEqualTo(new RedisCheck.Findings(List.of(), List.of(), List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "redis_version,6.0.16,needs 6.2",
    "redis_version,5.0,needs 6.2",
    "redis_version,?,needs 6.2",
    "role,slave,primary",
    "cluster_enabled,1,standalone"
  })
  void an_unfit_redis_is_refused_with_its_address_and_a_cure(
      String field, String value, String cure) {
    assertThat(judge(field, value).refusals()).hasSize(1);
    assertThat(judge(field, value).refusals().getFirst()).contains("redis://here:1", cure);
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.2.0", "6.2", "6.10.1", "7.0.15", "8", "8.0-rc1", "255.255.255"})
  void a_version_of_6_2_or_later_is_taken(String version) {
    assertThat(judge("redis_version", version).refusals()).isEmpty();
  }

  @Test
  void eviction_is_refused_only_where_memory_is_bounded() {
    assertThat(judge("maxmemory", "1000", "maxmemory_policy", "allkeys-lru").refusals())
        .singleElement()
        .asString()
        .contains("allkeys-lru", "noeviction");
    assertThat(judge("maxmemory", "0", "maxmemory_policy", "allkeys-lru").refusals()).isEmpty();
    assertThat(judge("maxmemory", "1000", "maxmemory_policy", "noeviction").refusals()).isEmpty();
  }

  private static final Map<String, String> FIT = Map.of("redis_version", "7", "aof_enabled", "1");

  @Test
  void what_the_user_may_not_call_is_named() {
    assertThat(judge(FIT, "redis://here:1", "", List.of("XADD", "HSET")).refusals())
        .singleElement()
        .asString()
        .contains("may not call XADD, HSET", "+xadd +hset");
  }

  @Test
  void memory_is_warned_of_above_seventy_per_cent() {
    assertThat(judge("maxmemory", "1000", "used_memory", "701").warnings())
        .singleElement()
        .asString()
        .contains("70 %");
    assertThat(judge("maxmemory", "1000", "used_memory", "699").warnings()).isEmpty();
    assertThat(judge("maxmemory", "0", "used_memory", "701").warnings()).isEmpty();
  }

  @Test
  void a_primary_under_sentinel_that_may_go_on_alone_is_warned_of() {
    var url = "redis+sentinel://s1/mymaster";
    assertThat(judge(FIT, url, "", List.of()).warnings())
        .singleElement()
        .asString()
        .contains("min-replicas-to-write");
    var safe = new HashMap<>(FIT);
    safe.put("min_slaves_good_slaves", "1");
    assertThat(judge(safe, url, "", List.of()).warnings()).isEmpty();
  }

  @Test
  void a_file_that_is_written_each_second_is_noted() {
    assertThat(judge(FIT, "redis://here:1", "everysec", List.of()).notes()).hasSize(1);
    assertThat(judge(FIT, "redis://here:1", "always", List.of()).notes()).isEmpty();
  }

  @Test
  void a_redis_that_keeps_nothing_is_warned_of() {
    assertThat(judge("aof_enabled", "0").warnings()).hasSize(1);
    assertThat(judge("aof_enabled", "0").refusals()).isEmpty();
  }

  @Test
  void all_faults_are_told_at_once() {
    assertThat(judge("redis_version", "6.0", "role", "slave", "cluster_enabled", "1").refusals())
        .hasSize(3);
  }

  @Test
  void a_url_is_shown_without_its_password() {
    assertThat(RedisSettings.of("redis://user:secret@host:1/0").shown())
        .isEqualTo("redis://***@host:1/0");
  }
}
