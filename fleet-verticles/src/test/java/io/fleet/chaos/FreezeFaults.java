package io.fleet.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.process.Native;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Processes that stand still, and go on later as if nothing had been. */
abstract class FreezeFaults extends Faults {
  @Test
  void a_worker_stands_still_for_longer_than_t_dead() {
    var trial = begin(Fault.STOP_WORKER_LONG);
    var victim = fleet.victim();
    var jvm = victim.jvm();
    trial.now();
    freeze(victim, jvm);
    try {
      trial.allRunWithout(jvm);
    } finally {
      thaw(victim, jvm);
    }
    // The old generations end; the invariants say by when.
    sleep(fleet.grace().plus(Duration.ofMillis(500)));
  }

  @Test
  @Tag(ALL)
  void a_worker_stands_still_for_a_moment() {
    var trial = begin(Fault.STOP_WORKER_SHORT);
    var victim = fleet.victim();
    var jvm = victim.jvm();
    freeze(victim, jvm);
    sleep(harmless());
    thaw(victim, jvm);
    trial.now();
    trial.untouched();
  }

  @Test
  @Tag(ALL)
  void a_jvm_stands_still_and_its_shell_sees_it() {
    var trial = begin(Fault.STOP_JVM);
    var victim = fleet.victim();
    var jvm = victim.jvm();
    trial.now();
    fleet.ledger().note("freeze", "jvm", jvm);
    Native.kill(jvm, Native.SIGSTOP);
    trial.allRunWithout(jvm);
    assertThat(Proc.lives(jvm)).as("the frozen JVM").isFalse();
  }

  @Test
  @Tag(ALL)
  void the_leader_stands_still_for_a_second() {
    var trial = begin(Fault.STOP_LEADER_1S);
    Standby.needed(fleet);
    leaderStands(Duration.ofSeconds(1));
    trial.now();
    trial.untouched();
  }

  @Test
  @Tag(ALL)
  void the_leader_stands_still_until_another_leads() {
    var trial = begin(Fault.STOP_LEADER_10S);
    Standby.needed(fleet);
    var epoch = fleet.highestEpoch();
    var leader = fleet.leader();
    trial.now();
    leader.daemon().signal(Native.SIGSTOP);
    try {
      trial.measured(Leading.after(fleet, epoch, trial.since()));
      fleet.rollMischief();
      sleep(Duration.ofSeconds(10).minusNanos(System.nanoTime() - trial.since()));
    } finally {
      leader.daemon().signal(Native.SIGCONT);
    }
    sleep(fleet.profile().leaderLease());
    trial.othersUntouched(slot -> slot.startsWith("mischief"));
  }

  private void leaderStands(Duration time) {
    var leader = fleet.leader();
    leader.daemon().signal(Native.SIGSTOP);
    sleep(time);
    leader.daemon().signal(Native.SIGCONT);
  }

  private void freeze(Host victim, long jvm) {
    victim.shell().signal(Native.SIGSTOP);
    fleet.ledger().note("freeze", "jvm", jvm);
    Native.kill(jvm, Native.SIGSTOP);
  }

  private void thaw(Host victim, long jvm) {
    fleet.ledger().note("thaw", "jvm", jvm);
    Native.kill(jvm, Native.SIGCONT);
    victim.shell().signal(Native.SIGCONT);
  }
}
