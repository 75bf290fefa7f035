package io.fleet.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each rule is silent on a good log, and finds what was planted in a doctored one. */
final class ChecksTest {
  private static final Duration LEASE = Duration.ofSeconds(3);
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final long EPOCH_1 = 1L << 20;
  private static final long EPOCH_2 = 2L << 20;
  private static final List<Line> GOOD =
      log(
          "start a/0 10 100 1",
          "locked a/0 10 100 1",
          "alive a/0 10 100 2",
          "end a/0 10 100 3",
          "start a/0 11 200 4",
          "locked a/0 11 200 4",
          "alive a/0 11 200 5",
          "start a/1 12 200 5",
          "locked a/1 12 200 5");

  /** Times in seconds, for reading; boots are of no matter here. */
  private static List<Line> log(String... lines) {
    var parsed = new ArrayList<Line>();
    for (var line : lines) {
      var cut = line.lastIndexOf(' ');
      var nanos = (long) (Double.parseDouble(line.substring(cut + 1)) * 1e9);
      parsed.add(Line.parse(line.substring(0, cut) + " 0 " + nanos).orElseThrow());
    }
    return parsed;
  }

  private static List<Line> good(String... more) {
    var all = new ArrayList<>(GOOD);
    all.addAll(log(more));
    return all;
  }

  private static List<String> twoAtOnce(List<Line> lines) {
    return Checks.neverTwo(lines, LEASE, GRACE);
  }

  private static Moved move(int ms, String slot, String from, String to, long gen, long epoch) {
    return move(ms, slot, from, to, gen, epoch, "STARTED");
  }

  private static Moved move(
      int ms, String slot, String from, String to, long gen, long epoch, String cause) {
    var worker = to.equals("RUNNING") || to.equals("ASSIGNED") ? "w1" : "";
    return new Moved(ms + "-0", slot, from, to, gen, epoch, worker, cause);
  }

  private static List<Moved> moves() {
    return new ArrayList<>(
        List.of(
            move(1, "a/0", "NONE", "ASSIGNED", EPOCH_1 + 1, 1),
            move(2, "a/0", "ASSIGNED", "RUNNING", EPOCH_1 + 1, 1),
            move(5, "a/0", "RUNNING", "FREE", EPOCH_1 + 1, 1),
            move(6, "a/0", "FREE", "ASSIGNED", EPOCH_2 + 1, 2),
            move(7, "a/0", "ASSIGNED", "RUNNING", EPOCH_2 + 1, 2)));
  }

  private static Emitted record(int ms, long gen) {
    return new Emitted(ms + "-0", "a/0", gen, ms);
  }

  @Test
  void a_good_log_breaks_no_rule() {
    assertThat(Checks.startsOnce(GOOD)).isEmpty();
    assertThat(Checks.generationsRise(GOOD)).isEmpty();
    assertThat(twoAtOnce(GOOD)).isEmpty();
    assertThat(Checks.epochsRise(moves(), List.of(1L, 2L))).isEmpty();
    assertThat(Checks.replays(moves(), Map.of("a/0", moves().getLast()))).isEmpty();
    assertThat(Checks.budgets(moves(), Map.of("a", 1), Map.of("a", 1))).isEmpty();
    var records = List.of(record(3, EPOCH_1 + 1), record(8, EPOCH_2 + 1));
    assertThat(Checks.noOldRecord(records)).isEmpty();
    assertThat(Checks.noRecordOfTheDead(records, moves())).isEmpty();
  }

  @Test
  void i1_a_generation_that_starts_twice_is_found_on_another_worker_too() {
    assertThat(Checks.startsOnce(good("start a/0 11 300 9")))
        .singleElement()
        .asString()
        .startsWith("I1");
  }

  @Test
  void i3_a_generation_that_does_not_rise_is_found() {
    assertThat(Checks.generationsRise(good("start a/0 9 300 9")))
        .singleElement()
        .asString()
        .startsWith("I3");
  }

  @Test
  void i3_a_start_at_or_below_the_highest_before_a_loss_is_found() {
    assertThat(Checks.above(11, log("start b/0 11 1 1", "start b/1 13 1 1")))
        .singleElement()
        .asString()
        .startsWith("I3");
  }

  @Test
  void i2b_a_sign_of_life_of_an_old_generation_is_found() {
    assertThat(twoAtOnce(good("alive a/0 10 100 6"))).singleElement().asString().startsWith("I2b");
  }

  @Test
  void i2b_a_refused_lock_is_found() {
    assertThat(twoAtOnce(good("start a/1 13 300 6", "flock-refused a/1 13 300 6")))
        .singleElement()
        .asString()
        .startsWith("I2b: the lock");
  }

  @Test
  void i2b_a_freeze_longer_than_the_lease_is_an_excuse_until_the_grace_is_over() {
    var frozen =
        log(
            "start a/0 10 100 1",
            "locked a/0 10 100 1",
            "freeze jvm 0 100 2",
            "start a/0 11 200 7",
            "flock-refused a/0 11 200 7",
            "thaw jvm 0 100 8",
            "alive a/0 10 100 9.9",
            "end a/0 10 100 9.95",
            "locked a/0 11 200 10");
    assertThat(twoAtOnce(frozen)).isEmpty();
    frozen.addAll(log("alive a/0 10 100 10.1"));
    assertThat(twoAtOnce(frozen)).hasSize(1);
  }

  @Test
  void i2b_a_freeze_shorter_than_the_lease_is_no_excuse() {
    assertThat(
            twoAtOnce(
                log(
                    "start a/0 10 100 1",
                    "locked a/0 10 100 1",
                    "freeze jvm 0 100 2",
                    "thaw jvm 0 100 4",
                    "start a/0 11 200 4.5",
                    "flock-refused a/0 11 200 4.5")))
        .hasSize(1);
  }

  @Test
  void i2a_a_record_of_an_old_generation_behind_one_of_the_new_is_found() {
    assertThat(Checks.noOldRecord(List.of(record(3, 5), record(4, 6), record(5, 5))))
        .singleElement()
        .asString()
        .startsWith("I2a");
  }

  @Test
  void i2a_a_record_accepted_of_a_slot_that_was_nobodys_is_found() {
    var moves = moves().subList(0, 3);
    assertThat(Checks.noRecordOfTheDead(List.of(record(9, EPOCH_1 + 1)), moves))
        .singleElement()
        .asString()
        .startsWith("I2a");
  }

  @Test
  void i10_a_write_of_an_older_epoch_and_an_epoch_led_twice_are_found() {
    var moves = moves();
    moves.add(move(8, "a/1", "NONE", "ASSIGNED", EPOCH_1 + 2, 1));
    assertThat(Checks.epochsRise(moves, List.of(1L, 2L, 2L)))
        .hasSize(2)
        .allMatch(sentence -> sentence.startsWith("I10"));
  }

  @Test
  void i15_a_move_that_is_missing_in_the_log_is_found() {
    var moves = moves();
    moves.remove(1);
    assertThat(Checks.replays(moves, Map.of("a/0", moves.getLast())))
        .singleElement()
        .asString()
        .startsWith("I15: does not follow");
  }

  @Test
  void i15_a_record_that_differs_from_its_log_is_found() {
    var present = move(0, "a/0", "", "FREE", EPOCH_2 + 1, 2);
    assertThat(Checks.replays(moves(), Map.of("a/0", present, "a/1", present)))
        .hasSize(2)
        .allMatch(sentence -> sentence.contains("by its log"));
  }

  @Test
  void i15_a_generation_of_another_epoch_is_found() {
    var moves = moves();
    moves.set(3, move(6, "a/0", "FREE", "ASSIGNED", EPOCH_1 + 7, 2));
    assertThat(Checks.replays(moves, Map.of("a/0", moves.getLast())))
        .singleElement()
        .asString()
        .contains("not of its epoch");
  }

  @Test
  void i9_a_voluntary_drain_above_the_budget_is_found() {
    var moves = moves();
    moves.add(move(8, "a/0", "RUNNING", "DRAINING", EPOCH_2 + 1, 2, "CONFIG_CHANGED"));
    assertThat(Checks.budgets(moves, Map.of("a", 2), Map.of("a", 2))).isEmpty();
    assertThat(Checks.budgets(moves, Map.of("a", 3), Map.of("a", 2)))
        .singleElement()
        .asString()
        .startsWith("I9");
  }

  @Test
  void i11_a_slot_with_another_process_or_generation_is_found() {
    var life = new Ledger.Life(10, 100, 1, 2, false);
    assertThat(Checks.untouched(Map.of("a/0", life), Map.of("a/0", life))).isEmpty();
    for (var other :
        List.of(
            new Ledger.Life(11, 100, 1, 2, false),
            new Ledger.Life(10, 101, 1, 2, false),
            new Ledger.Life(10, 100, 1, 2, true))) {
      assertThat(Checks.untouched(Map.of("a/0", life), Map.of("a/0", other))).hasSize(1);
    }
    assertThat(Checks.untouched(Map.of("a/0", life), Map.of())).hasSize(1);
  }

  @Test
  void i6_a_process_that_bears_the_marker_is_found_until_it_ends() throws Exception {
    var marker = "chaos-marker-" + System.nanoTime();
    var daemon = new ProcessBuilder("sh", "-c", "sleep 60; :", marker).start();
    try {
      assertThat(Proc.bearing(marker)).contains(daemon.pid());
    } finally {
      daemon.descendants().forEach(ProcessHandle::destroyForcibly);
      daemon.destroyForcibly().waitFor();
    }
    assertThat(Proc.bearing(marker)).isEmpty();
  }
}
