package io.fleet.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fleet.process.Native;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens on the line: every daemon reaches Redis and the bus through a proxy of its own. */
abstract class LineFaults extends Faults {
  @Test
  @Tag(ALL)
  void one_worker_is_cut_off_from_redis() {
    var trial = begin(Fault.PARTITION);
    var victim = fleet.victim();
    var jvm = victim.jvm();
    trial.now();
    victim.redis().partition();
    trial.allRunWithout(jvm);
  }

  @Test
  @Tag(ALL)
  void the_cable_of_a_host_is_pulled() {
    begin(Fault.CABLE);
    assumeTrue(
        Island.possible(), "NOT RUN: network namespaces are not permitted here (ip netns add)");
    try (var island = fleet.island()) {
      island.start();
      await().atMost(ChaosFleet.LONG).until(() -> fleet.boot(Island.NAME) > 0);
      fleet.extra(12);
      fleet.awaitAll(System.nanoTime(), ChaosFleet.LONG);
      var jvm = island.jvm();
      var boot = fleet.boot(Island.NAME);
      assertThat(fleet.lives().values()).as("slots on it").anyMatch(life -> life.pid() == jvm);
      var trial = begin(Fault.CABLE);
      island.cut();
      trial.now();
      trial.allRunWithout(jvm);
      island.mend();
      await()
          .atMost(ChaosFleet.LONG)
          .until(() -> island.jvm() == jvm && fleet.boot(Island.NAME) > boot);
      island.leave();
    } finally {
      fleet.extra(0);
    }
  }

  @Test
  @Tag(ALL)
  void the_answers_to_one_worker_are_lost() {
    var trial = begin(Fault.HALF_OPEN);
    var victim = fleet.victim();
    var jvm = victim.jvm();
    victim.redis().swallowAnswers();
    sleep(fleet.profile().deadAfter().plusSeconds(3));
    trial.othersUntouched(slot -> trial.before().get(slot).pid() == jvm);
    victim.redis().heal();
    trial.now();
    trial.allRun();
  }

  @Test
  @Tag(ALL)
  void every_connection_is_reset_ten_times() {
    var trial = begin(Fault.RESETS);
    for (var i = 0; i < 10; i++) {
      fleet.hosts().forEach(host -> host.redis().reset());
      fleet.masters().forEach(master -> master.redis().reset());
      sleep(Duration.ofMillis(200));
    }
    trial.now();
    trial.untouched();
    assertThat(fleet.hosts())
        .allSatisfy(host -> assertThat(host.redis().connections()).isLessThan(60));
  }

  @Test
  @Tag(ALL)
  void every_line_to_redis_is_slow() {
    var trial = begin(Fault.SLOW_LINE);
    var epoch = fleet.highestEpoch();
    fleet.hosts().forEach(host -> host.redis().delay(Duration.ofMillis(300)));
    fleet.masters().forEach(master -> master.redis().delay(Duration.ofMillis(300)));
    sleep(Duration.ofSeconds(5));
    trial.stillUntouched();
    assertThat(fleet.highestEpoch()).as("no change of the leader").isEqualTo(epoch);
    var victim = fleet.victim();
    var jvm = victim.jvm();
    trial.now();
    fleet.ledger().note("kill", "jvm", jvm);
    Native.kill(jvm, Native.SIGKILL);
    trial.allRunWithout(jvm);
  }

  @Test
  @Tag(ALL)
  void the_event_bus_is_cut_and_redis_is_not() {
    var trial = begin(Fault.BUS_PARTITION);
    fleet.hosts().forEach(host -> host.bus().partition());
    fleet.masters().forEach(master -> master.bus().partition());
    sleep(fleet.profile().deadAfter());
    trial.stillUntouched();
    var victim = fleet.victim();
    var jvm = victim.jvm();
    trial.now();
    fleet.ledger().note("kill", "jvm", jvm);
    Native.kill(jvm, Native.SIGKILL);
    trial.allRunWithout(jvm);
  }
}
