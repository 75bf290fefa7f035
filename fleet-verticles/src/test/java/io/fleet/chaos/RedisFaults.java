package io.fleet.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What may happen to Redis itself. */
abstract class RedisFaults extends Faults {
  private Map<String, String> desired() {
    return ChaosFleet.map(fleet.redis().command("HGETALL", "fleet:{chaos}:desired"));
  }

  /** All that must hold after everything was lost: nobody noticed, and nothing old comes again. */
  private void adopted(Trial trial, Map<String, String> desired) {
    trial.untouched();
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> assertThat(desired()).as("config from the snapshot").isEqualTo(desired));
    fleet.rollMischief();
    await()
        .atMost(ChaosFleet.LONG)
        .until(
            () ->
                fleet.missing(trial.since()).isEmpty()
                    && Checks.untouched(trial.before(), fleet.lives()).size()
                        == ChaosFleet.MISCHIEFS);
    trial.above();
    trial.othersUntouched(slot -> slot.startsWith("mischief"));
  }

  @Test
  void everything_in_redis_is_flushed_under_load() {
    var trial = begin(Fault.FLUSHALL);
    var desired = desired();
    trial.now();
    fleet.redis().command("FLUSHALL");
    adopted(trial, desired);
  }

  @Test
  void redis_comes_back_empty() {
    var trial = begin(Fault.EMPTY_RESTART);
    var desired = desired();
    fleet.redis().kill();
    fleet.redis().restartEmpty();
    trial.now();
    adopted(trial, desired);
  }

  @Test
  void every_client_has_to_wait() {
    var trial = begin(Fault.PAUSE);
    trial.now();
    var pause = harmless();
    fleet.redis().command("CLIENT", "PAUSE", "" + pause.toMillis(), "ALL");
    sleep(pause);
    trial.untouched();
  }

  @Test
  @Tag(ALL)
  void every_client_is_cut_off() {
    var trial = begin(Fault.KILL_CLIENTS);
    trial.now();
    fleet.redis().command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
    trial.untouched();
  }

  @Test
  @Tag(ALL)
  void redis_is_killed_and_soon_back() {
    var trial = begin(Fault.REDIS_SHORT);
    fleet.redis().kill();
    fleet.redis().restart();
    trial.now();
    trial.untouched();
  }

  @Test
  @Tag(ALL)
  void redis_is_killed_and_long_away() {
    var trial = begin(Fault.REDIS_LONG);
    fleet.redis().kill();
    sleep(lease().plus(fleet.grace()));
    var url = fleet.leader().url();
    await("/health/ready says 503")
        .atMost(Duration.ofSeconds(15))
        .until(() -> fleet.get(url + "/health/ready") == 503);
    assertThat(fleet.get(url + "/health/live")).as("/health/live").isEqualTo(200);
    fleet.redis().restart();
    trial.now();
    trial.allRun();
  }

  @Test
  @Tag(ALL)
  void redis_comes_back_with_an_image_of_former_times() {
    var trial = begin(Fault.OLD_IMAGE);
    var image = fleet.redis().image(fleet.folder().resolve("old.rdb"));
    var epoch = fleet.highestEpoch();
    var moves = fleet.tap().moves().size();
    while (fleet.tap().moves().size() - moves < 1_000) {
      fleet.extra(60);
      fleet.awaitAll(System.nanoTime(), ChaosFleet.LONG);
      fleet.extra(0);
      await()
          .atMost(ChaosFleet.LONG)
          .until(
              () ->
                  Integer.parseInt((String) fleet.redis().command("SCARD", "fleet:{chaos}:slots"))
                      == 18);
    }
    fleet.redis().command("DEL", "fleet:{chaos}:leader");
    Leading.after(fleet, epoch, System.nanoTime());
    fleet.recover();
    var afresh = begin(Fault.OLD_IMAGE);
    var desired = desired();
    fleet.redis().kill();
    fleet.redis().restartWith(image);
    afresh.now();
    adopted(afresh, desired);
    assertThat(fleet.highestEpoch()).isGreaterThan(epoch + 1);
    assertThat(trial.before()).isNotEmpty();
  }

  @Test
  @Tag(ALL)
  void redis_has_no_memory_left() {
    var trial = begin(Fault.OUT_OF_MEMORY);
    fleet.redis().command("CONFIG", "SET", "maxmemory", "1mb");
    sleep(lease().plus(fleet.grace()));
    fleet.redis().command("CONFIG", "SET", "maxmemory", "0");
    trial.now();
    trial.allRun();
  }
}
