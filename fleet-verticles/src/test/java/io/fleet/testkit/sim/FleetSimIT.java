package io.fleet.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.fleet.config.Failover;
import io.fleet.testkit.FleetSim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * The control plane in thousands of bad histories, and wrong variants of it that must be caught. A
 * failing seed is replayed by {@code FleetSim.run(seed)}.
 */
final class FleetSimIT {
  private static final boolean ALL = Boolean.getBoolean("fleet.all");
  private static final long FIXED = ALL ? 95_000 : 9_000;
  private static final long FRESH = ALL ? 5_000 : 1_000;
  private static final long SEARCH = 20_000;

  private static final Logger OURS = (Logger) LoggerFactory.getLogger("io.fleet");
  private static Level before = Level.INFO;

  @BeforeAll
  static void quiet() {
    before = OURS.getLevel();
    OURS.setLevel(Level.OFF);
  }

  @AfterAll
  static void loud() {
    OURS.setLevel(before);
  }

  @Test
  void every_history_keeps_the_invariants_and_heals() throws IOException {
    // Other seeds each time, so that the fleet is not tuned to those that it always sees.
    var fresh = Long.getLong("sim.seed", System.currentTimeMillis() / 1_000 * 1_000);
    var began = System.nanoTime();
    var sums = new Sums();
    LongStream.concat(LongStream.rangeClosed(1, FIXED), LongStream.range(fresh, fresh + FRESH))
        .parallel()
        .mapToObj(FleetSim::run)
        .forEach(sums::add);
    var took = Duration.ofNanos(System.nanoTime() - began);
    var line =
        "simulated %d histories (seeds 1-%d and %d-%d): %d faults, %d starts, %d events in %d s; healed in p50 %d ms, p99 %d ms, at most %d ms; %d broke an invariant%n"
            .formatted(
                FIXED + FRESH,
                FIXED,
                fresh,
                fresh + FRESH - 1,
                sums.faults.get(),
                sums.starts.get(),
                sums.events.get(),
                took.toSeconds(),
                sums.healed(0.5),
                sums.healed(0.99),
                sums.healed(1),
                sums.broken.size());
    System.out.print(line);
    Files.writeString(Path.of("target", "fleet-sim.txt"), line + sums.kinds);
    assertThat(sums.broken).isEmpty();
  }

  @Test
  void the_same_seed_is_the_same_history() {
    for (var seed : List.of(3L, 8L, 4_117L)) {
      assertThat(FleetSim.run(seed)).isEqualTo(FleetSim.run(seed));
    }
  }

  @Test
  void the_other_profiles_keep_the_invariants_as_well() {
    var broken = new ConcurrentLinkedQueue<Outcome>();
    LongStream.rangeClosed(1, ALL ? 4_000 : 200)
        .parallel()
        .mapToObj(seed -> FleetSim.run(seed, Failover.BALANCED))
        .filter(outcome -> !outcome.held())
        .forEach(broken::add);
    assertThat(broken).isEmpty();
  }

  /** Those that another rule hides have no seed; the search looks for one each time. */
  static Stream<Mutant> caught() {
    return Stream.of(Mutant.values()).filter(mutant -> mutant.hiddenBy().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("caught")
  void a_wrong_variant_is_caught_by_its_seed_and_the_right_one_passes_it(Mutant mutant)
      throws Exception {
    assertThat(violations(mutant, mutant.seed())).isNotEmpty();
    assertThat(right(mutant, mutant.seed())).isEmpty();
  }

  static Stream<Mutant> uncovered() {
    return Stream.of(Mutant.values()).filter(mutant -> !mutant.uncovered().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("uncovered")
  void a_hidden_variant_is_caught_when_what_hides_it_is_missing_too(Mutant mutant)
      throws Exception {
    var both = new ArrayList<>(mutant.edits());
    both.addAll(mutant.uncovered());
    var seed = mutant.uncoveredSeed();
    assertThat(mutant.hiddenBy()).isPresent();
    assertThat(violations(mutant, both, seed)).isNotEmpty();
    assertThat(violations(mutant, mutant.uncovered(), seed)).isEmpty();
  }

  @Tag("chaos-all")
  @ParameterizedTest
  @EnumSource
  void a_wrong_variant_is_found_by_search_unless_another_rule_hides_it(Mutant mutant)
      throws Exception {
    var from = System.currentTimeMillis();
    for (var seed = from; seed < from + SEARCH; seed++) {
      if (!violations(mutant, seed).isEmpty() && right(mutant, seed).isEmpty()) {
        System.out.printf("%s is caught after %d histories%n", mutant, seed - from + 1);
        assertThat(mutant.hiddenBy()).as("%s is caught by seed %d", mutant, seed).isEmpty();
        return;
      }
    }
    assertThat(mutant.hiddenBy()).as("%s survives", mutant).isPresent();
  }

  /** After a change of what is simulated: {@code --all -Dit.test=FleetSimIT -Dsim.record=true}. */
  @Tag("chaos-all")
  @Test
  @EnabledIfSystemProperty(named = "sim.record", matches = "true")
  void the_first_seed_that_catches_each_is_written_down() throws Exception {
    var caught = new TreeMap<String, Long>();
    for (var mutant : caught().toList()) {
      caught.put(mutant.name(), first(mutant, mutant.edits(), List.of()));
    }
    write("mutants.txt", caught);
    var uncovered = new TreeMap<String, Long>();
    for (var mutant : uncovered().toList()) {
      var both = new ArrayList<>(mutant.edits());
      both.addAll(mutant.uncovered());
      uncovered.put(mutant.name(), first(mutant, both, mutant.uncovered()));
    }
    write("uncovered.txt", uncovered);
  }

  /** The first seed that these edits fail and those without the mutant's do not. */
  private static long first(Mutant mutant, List<Edit> edits, List<Edit> without) throws Exception {
    for (var seed = 1L; seed <= SEARCH; seed++) {
      if (!violations(mutant, edits, seed).isEmpty()
          && (without.isEmpty() ? right(mutant, seed) : violations(mutant, without, seed))
              .isEmpty()) {
        return seed;
      }
    }
    throw new AssertionError(mutant + " survives " + SEARCH + " histories");
  }

  private static void write(String name, SortedMap<String, Long> seeds) throws IOException {
    var lines =
        seeds.entrySet().stream().map(each -> each.getKey() + " " + each.getValue()).toList();
    Files.write(Path.of("src/test/resources/io/fleet/testkit/sim", name), lines);
  }

  private static List<String> right(Mutant mutant, long seed) {
    return new Simulation(seed, Failover.FAST, mutant.mix(), Tweaks.none()).run().violations();
  }

  private static List<String> violations(Mutant mutant, long seed) throws Exception {
    return violations(mutant, mutant.edits(), seed);
  }

  @SuppressWarnings("unchecked")
  private static List<String> violations(Mutant mutant, List<Edit> edits, long seed)
      throws Exception {
    var run =
        LOADERS
            .computeIfAbsent(edits, MutantLoader::new)
            .loadClass(MutantRun.class.getName())
            .getDeclaredMethod("violations", String.class, long.class);
    run.setAccessible(true);
    return (List<String>) run.invoke(null, mutant.name(), seed);
  }

  private static final Map<List<Edit>, MutantLoader> LOADERS = new HashMap<>();

  /** What all histories were together. */
  private static final class Sums {
    private final AtomicLong faults = new AtomicLong();
    private final AtomicLong starts = new AtomicLong();
    private final AtomicLong events = new AtomicLong();
    private final List<Outcome> broken = new ArrayList<>();
    private final List<Long> healed = new ArrayList<>();
    private final Map<String, Integer> kinds = new TreeMap<>();

    synchronized void add(Outcome outcome) {
      faults.addAndGet(outcome.faults().size());
      starts.addAndGet(outcome.starts());
      events.addAndGet(outcome.events());
      outcome.faults().forEach(fault -> kinds.merge(fault, 1, Integer::sum));
      if (outcome.held()) {
        healed.add(outcome.healed().toMillis());
      } else {
        broken.add(outcome);
      }
    }

    long healed(double quantile) {
      var sorted = healed.stream().sorted().toList();
      return sorted.isEmpty() ? 0 : sorted.get((int) Math.round(quantile * (sorted.size() - 1)));
    }
  }
}
