package io.fleet.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One fault on the fleet: what was before it, and what is measured after it. */
final class Trial {
  private final ChaosFleet fleet;
  private final Fault fault;
  private final Results results;
  private final Map<String, Ledger.Life> before;
  private final long highest;
  private final int linesBefore;
  private final int movesBefore;
  private final Map<String, Long> above = new java.util.TreeMap<>();
  private long since;

  Trial(ChaosFleet fleet, Fault fault, Results results) {
    this.fleet = fleet;
    this.fault = fault;
    this.results = results;
    this.before = fleet.lives();
    this.highest = fleet.highestGeneration();
    this.linesBefore = fleet.ledger().lines().size();
    this.movesBefore = fleet.tap().moves().size();
    results.begun(fault);
  }

  /** The fault happens now: from here on it is measured. */
  void now() {
    since = fleet.ledger().note("fault", fault.name(), 0);
  }

  /** When it happened. */
  long since() {
    return since;
  }

  Map<String, Ledger.Life> before() {
    return before;
  }

  /** What the leader did since. */
  List<Moved> moves() {
    var moves = fleet.tap().moves();
    return moves.subList(movesBefore, moves.size());
  }

  Duration bound() {
    return fault.bound(fleet.profile());
  }

  private Duration limit() {
    return Load.on(bound());
  }

  /** All slots run again within the bound, those of this process as later generations. */
  void allRunWithout(long pid) {
    before.forEach(
        (slot, life) -> {
          if (life.pid() == pid) {
            above.put(slot, life.gen());
          }
        });
    allRun();
    othersUntouched(slot -> before.get(slot).pid() == pid);
  }

  /** All slots run again within the bound. */
  void allRun() {
    try {
      measured(fleet.awaitAll(since, above, limit()));
    } catch (AssertionError e) {
      throw late(e);
    }
  }

  private AssertionError late(AssertionError e) {
    // How late is worth knowing.
    var took = fleet.awaitAll(since, above, ChaosFleet.LONG);
    results.measured(fault, took);
    return new AssertionError(fault.text() + ": took " + Results.seconds(took), e);
  }

  /** Notes a time that must be within the bound. */
  void measured(Duration took) {
    results.measured(fault, took);
    assertThat(took).as(fault.text()).isLessThanOrEqualTo(limit());
  }

  /** The same processes run the same generations, and all of them do. */
  void untouched() {
    allRun();
    stillUntouched();
  }

  void stillUntouched() {
    nothingBroken(Checks.untouched(before, fleet.lives()));
  }

  /** Of the slots that are not on this process. */
  void othersUntouched(java.util.function.Predicate<String> touched) {
    var others = new java.util.TreeMap<>(before);
    others.keySet().removeIf(touched);
    nothingBroken(Checks.untouched(others, fleet.lives()));
  }

  /** What started since the fault has generations above all that were before it. */
  void above() {
    var later = fleet.ledger().lines();
    var starts = later.subList(linesBefore, later.size());
    assertThat(starts).as("new generations").anyMatch(line -> line.what().equals("start"));
    nothingBroken(Checks.above(highest, starts));
  }

  /** None of these processes lives any more, soon. */
  void gone(List<Long> pids, Duration within) {
    org.awaitility.Awaitility.await(fault.text() + ": processes gone")
        .atMost(within)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () ->
                assertThat(pids.stream().filter(Proc::lives).map(Proc::shown))
                    .as("I6: still alive")
                    .isEmpty());
  }

  private void nothingBroken(List<String> wrong) {
    assertThat(wrong).as(fault.text()).isEmpty();
  }
}
