package io.fleet.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleet.process.Native;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Automations that misbehave; only the slot {@code mischief/0} does. */
abstract class MischiefFaults extends Faults {
  private static final String SLOT = "mischief/0";

  @AfterEach
  void behave() {
    fleet.order(0, "");
  }

  private void until(String what, Callable<Boolean> condition) {
    await(what).atMost(ChaosFleet.LONG).pollInterval(Duration.ofMillis(20)).until(condition);
  }

  @Test
  @Tag(ALL)
  void it_throws() {
    var trial = begin(Fault.THROWS);
    trial.now();
    fleet.order(0, "throw");
    until("BACKOFF", () -> fleet.state(SLOT).equals("BACKOFF"));
    sleep(Duration.ofSeconds(2));
    trial.othersUntouched(SLOT::equals);
    fleet.order(0, "");
    trial.now();
    trial.allRun();
  }

  @Test
  @Tag(ALL)
  void it_hangs_in_execute() {
    var trial = begin(Fault.HANGS);
    trial.now();
    fleet.order(0, "hang");
    until(
        "another generation",
        () -> fleet.lives().get(SLOT).gen() != trial.before().get(SLOT).gen());
    trial.allRun();
    trial.othersUntouched(SLOT::equals);
  }

  @Test
  @Tag(ALL)
  void it_hangs_in_setup() {
    var trial = begin(Fault.HANGS_IN_SETUP);
    fleet.order(0, "hang-setup");
    fleet.rollMischief();
    until("ASSIGNED", () -> fleet.state(SLOT).equals("ASSIGNED"));
    until("the order was taken", () -> !fleet.ordered(0));
    sleep(Duration.ofSeconds(2));
    assertThat(fleet.state(SLOT)).isEqualTo("ASSIGNED");
    trial.now();
    fleet.rollMischief();
    trial.allRun();
    trial.othersUntouched(slot -> slot.startsWith("mischief"));
  }

  @Test
  @Tag(ALL)
  void it_ignores_interrupts() {
    var trial = begin(Fault.IGNORES);
    var holder = fleet.holder(SLOT);
    var jvm = holder.jvm();
    fleet.order(0, "ignore");
    until("the order was taken", () -> !fleet.ordered(0));
    trial.now();
    fleet.rollMischief();
    until("STUCK", () -> trial.moves().stream().anyMatch(MischiefFaults::stuck));
    trial.allRun();
    trial.othersUntouched(
        slot -> slot.startsWith("mischief") || trial.before().get(slot).pid() == jvm);
    until("a new JVM", () -> !Proc.lives(jvm));
  }

  private static boolean stuck(Moved move) {
    return move.slot().equals(SLOT) && move.to().equals("STUCK");
  }

  @Test
  @Tag(ALL)
  void it_ends_its_jvm() {
    var trial = begin(Fault.EXITS);
    var jvm = fleet.holder(SLOT).jvm();
    fleet.order(0, "exit");
    until("the order was taken", () -> !fleet.ordered(0));
    trial.now();
    until("the end of the JVM", () -> !Proc.lives(jvm));
    trial.allRunWithout(jvm);
  }

  @Test
  @Tag(ALL)
  void it_leaves_daemons_behind() {
    var trial = begin(Fault.FORKS);
    var holder = fleet.holder(SLOT);
    var jvm = holder.jvm();
    for (var how : new String[] {"fork", "fork-bare"}) {
      fleet.order(0, how);
      until("the order was taken", () -> !fleet.ordered(0));
    }
    until("two daemons", () -> fleet.daemons(holder).size() == 2);
    var below = holder.below();
    trial.now();
    fleet.ledger().note("kill", "jvm", jvm);
    Native.kill(jvm, Native.SIGKILL);
    trial.gone(below, Duration.ofSeconds(3));
    trial.allRunWithout(jvm);
    assertThat(fleet.daemons(holder)).isEmpty();
  }

  @Test
  @Tag(ALL)
  void a_worker_dies_during_a_rollout() {
    var trial = begin(Fault.ROLLOUT);
    var victim = fleet.victim();
    trial.now();
    fleet.rollWitnesses();
    until(
        "a drain",
        () -> trial.moves().stream().anyMatch(move -> move.cause().equals("CONFIG_CHANGED")));
    var jvm = victim.jvm();
    fleet.ledger().note("kill", "jvm", jvm);
    Native.kill(jvm, Native.SIGKILL);
    until(
        "every witness has the new config",
        () ->
            fleet.lives().entrySet().stream()
                .filter(life -> life.getKey().startsWith("witness"))
                .allMatch(life -> life.getValue().gen() > trial.before().get(life.getKey()).gen()));
    trial.allRun();
  }
}
