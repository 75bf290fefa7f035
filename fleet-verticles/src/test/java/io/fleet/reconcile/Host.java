package io.fleet.reconcile;

import io.fleet.protocol.SlotReport;
import io.fleet.protocol.SlotSpec;
import io.fleet.slot.Phase;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A worker in memory that starts, crashes and hangs by the versions that it is given. */
final class Host {
  /** What becomes of a slot of a version. */
  enum Version {
    GOOD,
    /** Fails before it comes up. */
    CRASHES_IN_SETUP,
    /** Comes up and fails before it counts as healthy. */
    CRASHES_SOON,
    /** Fails so that a retry cannot help. */
    FAILS_FOR_GOOD,
    /** Never comes up. */
    HANGS
  }

  /** Its lease: without an answer for so long it ends everything and begins anew. */
  private static final long LEASE_MILLIS = 3_000;

  final String name;
  private final Map<String, Version> versions;
  private final SplittableRandom random;
  private final TreeMap<String, SlotReport> said = new TreeMap<>();
  private final Map<String, Long> lastGen = new HashMap<>();
  private final Map<String, Long> endMillis = new HashMap<>();
  long boot = 50;
  long certificate;
  long lastBeatMillis;
  private long seen;

  /** As the leader last heard it. */
  private long heardBoot;

  private Map<String, SlotReport> shown = Map.of();
  private boolean down;

  Host(String name, Map<String, Version> versions, SplittableRandom random, long nowMillis) {
    this.name = name;
    this.versions = versions;
    this.random = random;
    lastBeatMillis = nowMillis;
  }

  /** Dies, with a certificate. */
  void die() {
    forget();
    certificate = boot;
    down = true;
  }

  void start() {
    if (down) {
      boot++;
      down = false;
    }
  }

  private void forget() {
    said.clear();
    lastGen.clear();
    endMillis.clear();
  }

  /** The hashes of what lives there. */
  Stream<String> live() {
    return said.values().stream().filter(r -> r.phase().living()).map(SlotReport::cfg);
  }

  WorkerView view(long nowMillis, long leadingMillis) {
    var silent = Math.min(leadingMillis, nowMillis - lastBeatMillis);
    return new WorkerView(
        name,
        heardBoot,
        heardBoot + " " + lastBeatMillis,
        seen,
        silent,
        certificate,
        8,
        Map.of(),
        false,
        true,
        shown,
        name,
        null);
  }

  /** Time goes by, whether it is heard or not. */
  void live(long nowMillis) {
    said.replaceAll((slot, r) -> older(r, nowMillis));
    if (!down && boot == heardBoot && nowMillis - lastBeatMillis > LEASE_MILLIS) {
      forget();
      boot++;
    }
  }

  private SlotReport older(SlotReport r, long nowMillis) {
    var version = versions.getOrDefault(r.cfg(), Version.GOOD);
    return switch (r.phase()) {
      case STARTING ->
          switch (version) {
            case HANGS -> r;
            case CRASHES_IN_SETUP -> fails(r, false);
            case FAILS_FOR_GOOD -> fails(r, true);
            case GOOD, CRASHES_SOON -> {
              endMillis.put(r.slot(), nowMillis + random.nextInt(2_500));
              yield random.nextInt(3) == 0 ? r : to(r, Phase.RUNNING, "");
            }
          };
      case RUNNING ->
          version == Version.CRASHES_SOON && nowMillis >= endMillis.getOrDefault(r.slot(), 0L)
              ? fails(r, false)
              : r;
      case STOPPING -> random.nextBoolean() ? r : to(r, Phase.DONE, "stopped");
      case DONE, FAILED, STUCK -> r;
    };
  }

  private static SlotReport to(SlotReport r, Phase phase, String detail) {
    return new SlotReport(r.slot(), r.gen(), phase, r.cfg(), detail, false, 0);
  }

  private static SlotReport fails(SlotReport r, boolean permanent) {
    return new SlotReport(r.slot(), r.gen(), Phase.FAILED, r.cfg(), "boom", permanent, 0);
  }

  /** Reads what is wanted, and says how it is. */
  void beat(Map<SlotId, SlotSpec> records, long epoch, long nowMillis) {
    if (down) {
      return;
    }
    lastBeatMillis = nowMillis;
    heardBoot = boot;
    seen = epoch;
    said.values().removeIf(r -> !r.phase().living() && over(r, records.get(SlotId.of(r.slot()))));
    said.replaceAll((slot, r) -> told(r, records.get(SlotId.of(slot))));
    for (var spec : records.values()) {
      var slot = spec.slot().toString();
      if (spec.worker().equals(name) && spec.boot() == boot && !said.containsKey(slot)) {
        var fresh = spec.gen().value() > lastGen.getOrDefault(slot, 0L);
        lastGen.merge(slot, spec.gen().value(), Math::max);
        var starts = fresh && spec.state() == SlotState.ASSIGNED && spec.gen().epoch() == epoch;
        said.put(
            slot,
            new SlotReport(
                slot,
                spec.gen().value(),
                starts ? Phase.STARTING : Phase.DONE,
                spec.cfg(),
                starts ? "" : "stopped",
                false,
                0));
      }
    }
    shown = said.equals(shown) ? shown : Map.copyOf(said);
  }

  private static boolean over(SlotReport r, @Nullable SlotSpec spec) {
    return spec == null || spec.gen().value() > r.gen() || !spec.state().owned();
  }

  private SlotReport told(SlotReport r, @Nullable SlotSpec spec) {
    var mine =
        spec != null
            && spec.gen().value() == r.gen()
            && spec.boot() == boot
            && spec.state().owned();
    var stops = r.phase() == Phase.STARTING || r.phase() == Phase.RUNNING;
    return stops && spec != null && (!mine || spec.state() == SlotState.DRAINING)
        ? to(r, Phase.STOPPING, "")
        : r;
  }
}
