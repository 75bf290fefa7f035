package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleet.protocol.SlotSpec;
import io.fleet.slot.SlotState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Code that nobody should have to run, each deed in a process slot beside neighbours that tick: how
 * it ends, within what time, and what the neighbours notice. With {@code -Dhostile.record=true} the
 * table in the documents is written anew.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostileIT {
  private static final Path TABLE = Path.of("../docs/reference/hostile-code.md");
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final Duration MACHINE = Duration.ofSeconds(10);
  private static final double KEPT = 0.9;
  private static final double KEPT_ON_A_BUSY_MACHINE = 0.6;
  private static final Duration WINDOW = Duration.ofSeconds(2);

  /** What is done, and what must come of it. */
  enum Case {
    THROW("throws", SlotState.BACKOFF, "no luck", 1),
    HANG("sleeps for an hour", SlotState.BACKOFF, "EXECUTE_TIMEOUT", 2),
    BUSY("computes for ever", SlotState.BACKOFF, "EXECUTE_TIMEOUT", 3),
    IGNORE("ignores every interrupt", SlotState.BACKOFF, "EXECUTE_TIMEOUT", 3),
    EXIT("calls System.exit", SlotState.BACKOFF, "exit code 0", 1),
    HALT("halts its JVM", SlotState.BACKOFF, "exit code 7", 1),
    HEAP("fills its heap", SlotState.BACKOFF, "MEMORY_LIMIT", 2),
    NATIVE("takes memory beside the heap", SlotState.BACKOFF, "MEMORY_LIMIT", 3),
    THREADS("starts 1,000 threads that compute", SlotState.BACKOFF, "EXECUTE_TIMEOUT", 4),
    DAEMON("leaves a daemon without environment behind", SlotState.BACKOFF, "EXECUTE_TIMEOUT", 4),
    DISK("fills the disk of its temp folder", SlotState.BACKOFF, "No space left", 2),
    STDIN("reads its standard input", SlotState.RUNNING, "", 1),
    FLOOD("prints without end", SlotState.BACKOFF, "EXECUTE_TIMEOUT", 4),
    GARBAGE("has a config that is none", SlotState.QUARANTINED, "CONFIG_REFUSED", 1);

    private final String what;
    private final SlotState ends;
    private final String reason;
    private final Duration bound;

    Case(String what, SlotState ends, String reason, int boundSeconds) {
      this.what = what;
      this.ends = ends;
      this.reason = reason;
      this.bound = Duration.ofSeconds(boundSeconds);
    }

    /** Where something else ends it, that must not be in time by chance. */
    private Duration timeout() {
      return reason.equals("EXECUTE_TIMEOUT") ? TIMEOUT : TIMEOUT.multipliedBy(60);
    }
  }

  @TempDir static Path folder;
  private final List<String> rows = new ArrayList<>();
  private final String token = "3603." + ThreadLocalRandom.current().nextInt(100_000, 999_999);
  private LittleFleet fleet;
  private boolean tinyDisk;

  @BeforeAll
  void start() throws IOException {
    var tmp = Files.createDirectories(folder.resolve("worker-w1/tmp"));
    tinyDisk = Shell.ok("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", tmp.toString());
    fleet = new LittleFleet(folder);
    fleet.master();
    fleet.worker("w1", 20);
  }

  @AfterAll
  void end() throws IOException {
    fleet.close();
    if (tinyDisk) {
      Shell.ok("umount", "-l", folder.resolve("worker-w1/tmp").toString());
    }
    if (Boolean.getBoolean("hostile.record") && rows.size() == Case.values().length) {
      Files.writeString(TABLE, HostileTable.of(rows));
    }
  }

  @ParameterizedTest
  @EnumSource
  void hostile_code_ends_as_documented_and_its_neighbours_tick_on(Case deed) throws IOException {
    org.junit.jupiter.api.Assumptions.assumeTrue(
        deed != Case.DISK || tinyDisk, "a small disk cannot be mounted here");
    var neighbour = "beat: { class: io.fleet.worker.Samples$Beat, version: \"1\", slots: 2 }\n";
    fleet.apply(neighbour);
    var before = Samples.Beat.TICKS.sum();
    await()
        .atMost(MACHINE)
        .until(() -> fleet.slots().size() == 2 && Samples.Beat.TICKS.sum() > before + 50);
    var log = LittleFleet.get(fleet.reader.lastEvents(1)).getFirst().id();
    var wanted = busyElsewhere() ? KEPT_ON_A_BUSY_MACHINE : KEPT;
    var quiet = ticks();

    fleet.apply(neighbour + hostile(deed));
    await().atMost(MACHINE).until(() -> !fleet.spec("deed/0").worker().isEmpty() || over(deed));
    var beside = ticks();
    await()
        .atMost(deed.bound.plus(MACHINE))
        .untilAsserted(() -> assertThat(ended(deed)).as(fleet.spec("deed/0").toString()).isTrue());
    var took = took(deed, log);

    var kept = Math.min(1.0, (double) beside / quiet);
    var spec = fleet.spec("deed/0");
    assertThat(spec.detail()).contains(deed.reason);
    assertThat(fleet.state("beat/0")).isEqualTo(SlotState.RUNNING);
    assertThat(fleet.state("beat/1")).isEqualTo(SlotState.RUNNING);
    assertThat(took).as("from assigned to " + deed.ends).isLessThan(deed.bound.plus(MACHINE));
    assertThat(kept)
        .as("ticks that the neighbours kept, of %d", quiet)
        .isGreaterThanOrEqualTo(wanted);
    await().atMost(MACHINE).until(() -> deed.ends == SlotState.RUNNING || nothingLeft());
    rows.add(HostileTable.row(deed.what, spec, deed.ends, deed.bound, took, kept));
  }

  /** From its assignment to where it ends, by the leader's event log. */
  private Duration took(Case deed, String since) {
    var events = LittleFleet.get(fleet.reader.eventsAfter(since, 1_000));
    var own = events.stream().filter(event -> event.slot().equals("deed/0")).toList();
    var assigned = own.stream().filter(event -> event.to().equals("ASSIGNED")).findFirst();
    var ended = own.stream().filter(event -> event.to().equals(deed.ends.name())).findFirst();
    return Duration.ofMillis(ended.orElseThrow().atMillis() - assigned.orElseThrow().atMillis());
  }

  /** Its processes, daemons included, and its folder. */
  private boolean nothingLeft() throws IOException {
    try (var left = Files.list(folder.resolve("worker-w1/tmp"))) {
      return left.findAny().isEmpty() && Shell.sleepers(token).isEmpty();
    }
  }

  private boolean over(Case deed) {
    return deed.ends != SlotState.RUNNING && fleet.state("deed/0") == deed.ends;
  }

  private boolean ended(Case deed) {
    SlotSpec spec = fleet.spec("deed/0");
    return spec.state() == deed.ends && spec.detail().contains(deed.reason);
  }

  /** Whether others have more to do on this machine than it can: then they take ticks, too. */
  private static boolean busyElsewhere() throws IOException {
    var minute = Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    return minute > 1.5 * Runtime.getRuntime().availableProcessors();
  }

  /** How often the neighbours tick in a while. */
  private static long ticks() {
    var before = Samples.Beat.TICKS.sum();
    var end = System.nanoTime() + WINDOW.toNanos();
    await().atMost(MACHINE).until(() -> System.nanoTime() - end >= 0);
    return Samples.Beat.TICKS.sum() - before;
  }

  private String hostile(Case deed) {
    var config =
        deed == Case.GARBAGE
            ? "{ deed: nonsense }"
            : "{ deed: %s, token: \"%s\" }".formatted(deed.name().toLowerCase(Locale.ROOT), token);
    return """
        deed:
          class: io.fleet.worker.Hostile
          version: "1"
          threading: process
          resources: { memory: 160Mi }
          limits: { executeTimeout: %dms }
          restart: { delay: 1m }
          config: %s
        """
        .formatted(deed.timeout().toMillis(), config);
  }
}
