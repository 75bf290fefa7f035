package io.fleet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.store.SlotEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TimelineTest {
  private static final long GEN = (3L << 20) + 117;

  private final Timeline timeline = new Timeline();

  @Test
  void plain_starts_are_silent() {
    assertThat(timeline.tell(List.of(assigned("hello/1", "w-1", 0), running("hello/1", "w-1", 9))))
        .isEmpty();
  }

  @Test
  void a_death_and_its_healing_are_told_with_the_time_it_took() {
    timeline.tell(List.of(running("hello/1", "w-2", 0), running("hello/2", "w-2", 0)));

    var lines =
        timeline.tell(
            List.of(
                event("hello/1", "FREE", "", 1_000, "WORKER_DIED"),
                event("hello/2", "FREE", "", 1_000, "WORKER_DIED"),
                running("hello/1", "w-1", 1_500),
                running("hello/2", "w-1", 1_800)));

    assertThat(lines)
        .containsExactly(
            "w-2 died, its death is certified: 2 slots to heal (hello/1, hello/2)",
            "2 slots of w-2 RUNNING again, the last after 0.8 s (hello/1 3.117 on w-1, hello/2"
                + " 3.117 on w-1)");
  }

  @Test
  void many_slots_are_a_number_and_a_few_names() {
    var names = List.of("a/1", "a/2", "a/3", "a/4", "a/5");
    names.forEach(name -> timeline.tell(List.of(running(name, "w-2", 0))));

    assertThat(
            timeline.tell(names.stream().map(n -> event(n, "FREE", "", 5, "WORKER_LOST")).toList()))
        .containsExactly(
            "w-2 was silent for too long and counts as lost: 5 slots to heal (a/1, a/2, a/3, +2"
                + " more)");
  }

  @Test
  void failures_and_quarantines_carry_their_cause() {
    assertThat(
            timeline.tell(
                List.of(
                    event("a/1", "BACKOFF", "", 0, "EXECUTE_FAILED"),
                    event("a/1", "QUARANTINED", "", 0, "RESTART_ATTEMPTS"))))
        .containsExactly("a/1 failed: no luck", "a/1 QUARANTINED RESTART_ATTEMPTS: no luck");
  }

  private static SlotEvent assigned(String slot, String worker, long at) {
    return event(slot, "ASSIGNED", worker, at, "CONFIG_APPLIED");
  }

  private static SlotEvent running(String slot, String worker, long at) {
    return event(slot, "RUNNING", worker, at, "CONFIG_APPLIED");
  }

  private static SlotEvent event(String slot, String to, String worker, long at, String cause) {
    return new SlotEvent(
        at + "-0", at, slot, "NONE", to, GEN, 3, worker, 1, "c0ffee", cause, 0, 0, "no luck");
  }
}
