package io.fleet.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.process.Native;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Processes that die. */
abstract class KillFaults extends Faults {
  @Test
  void a_worker_jvm_is_killed() {
    var trial = begin(Fault.KILL_JVM);
    var victim = fleet.victim();
    var jvm = victim.jvm();
    var below = victim.below();
    trial.now();
    fleet.ledger().note("kill", "jvm", jvm);
    Native.kill(jvm, Native.SIGKILL);
    trial.gone(below, Duration.ofSeconds(3));
    trial.allRunWithout(jvm);
  }

  @Test
  @Tag(ALL)
  void shell_and_jvm_are_killed() {
    var trial = begin(Fault.KILL_SHELL_AND_JVM);
    var victim = fleet.victim();
    var jvm = victim.jvm();
    var below = victim.below();
    trial.now();
    fleet.ledger().note("kill", "jvm", jvm);
    victim.shell().signal(Native.SIGKILL);
    Native.kill(jvm, Native.SIGKILL);
    trial.gone(below, Duration.ofSeconds(5));
    trial.allRunWithout(jvm);
  }

  @Test
  @Tag(ALL)
  void a_shell_is_killed() {
    var trial = begin(Fault.KILL_SHELL);
    var victim = fleet.victim();
    var jvm = victim.jvm();
    var below = victim.below();
    trial.now();
    victim.shell().signal(Native.SIGKILL);
    trial.allRunWithout(jvm);
    trial.gone(below, Duration.ofSeconds(10));
  }

  @Test
  @Tag(ALL)
  void a_worker_is_told_to_end() {
    var trial = begin(Fault.TERM_WORKER);
    var victim = fleet.victim();
    var jvm = victim.jvm();
    trial.now();
    victim.shell().signal(Native.SIGTERM);
    trial.allRunWithout(jvm);
    assertThat(victim.shell().exit(Duration.ofSeconds(15))).isZero();
  }

  @Test
  @Tag(ALL)
  void the_leader_is_killed_beside_a_standby() {
    var trial = begin(Fault.KILL_LEADER);
    Standby.needed(fleet);
    var epoch = fleet.highestEpoch();
    var leader = fleet.leader();
    trial.now();
    leader.daemon().signal(Native.SIGKILL);
    trial.measured(Leading.after(fleet, epoch, trial.since()));
    trial.stillUntouched();
  }

  @Test
  @Tag(ALL)
  void every_master_is_killed_and_one_comes_back() {
    var trial = begin(Fault.KILL_ONLY_MASTER);
    var epoch = fleet.highestEpoch();
    trial.now();
    fleet.masters().forEach(master -> master.daemon().signal(Native.SIGKILL));
    fleet.masters().forEach(master -> master.daemon().exit(Duration.ofSeconds(5)));
    fleet.masters().getFirst().daemon().start();
    trial.measured(Leading.after(fleet, epoch, trial.since()));
    trial.stillUntouched();
  }
}
