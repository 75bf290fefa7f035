package io.fleet.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole truth of one worker about itself, rewritten with each heartbeat.
 *
 * @param version of the protocol
 * @param worker its name
 * @param host for people
 * @param pid for people
 * @param capacity slots it takes
 * @param labels for placement
 * @param automations names and classes of the automations whose code it has
 * @param slots every generation it must speak of
 * @param leaving whether it drains and will not come back under this boot
 * @param stats by automation
 * @param rssBytes resident memory, 0 when unknown
 * @param code the automations whose code it has, as {@code class:} may name them: all that are
 *     registered, and what fleet.yaml names besides; null from a worker that is too old to say
 * @param intake whether its host lets it take more; null from a worker that does not look
 * @param ledger what its slots opened and what became of it; null from a worker that is too old
 * @param packages how it stands with their packages; null from a worker that is too old to say
 */
public record Report(
    int version,
    String worker,
    String host,
    long pid,
    int capacity,
    Map<String, String> labels,
    List<String> automations,
    List<SlotReport> slots,
    boolean leaving,
    Map<String, AutomationStats> stats,
    long rssBytes,
    @Nullable List<Code> code,
    @Nullable Intake intake,
    @Nullable LedgerReport ledger,
    @Nullable CodeState packages) {
  /** The protocol that this code speaks. */
  public static final int VERSION = 1;

  public Report {
    labels = Map.copyOf(labels);
    automations = List.copyOf(automations);
    slots = List.copyOf(slots);
    stats = Map.copyOf(stats);
    code = code == null ? null : List.copyOf(code);
  }

  /** As a worker says it that knows nothing of its host, of leases and of packages. */
  public Report(
      int version,
      String worker,
      String host,
      long pid,
      int capacity,
      Map<String, String> labels,
      List<String> automations,
      List<SlotReport> slots,
      boolean leaving,
      Map<String, AutomationStats> stats,
      long rssBytes,
      @Nullable List<Code> code) {
    this(
        version,
        worker,
        host,
        pid,
        capacity,
        labels,
        automations,
        slots,
        leaving,
        stats,
        rssBytes,
        code,
        null,
        null,
        null);
  }

  /** As a worker says it that cannot tell which code it has. */
  public Report(
      int version,
      String worker,
      String host,
      long pid,
      int capacity,
      Map<String, String> labels,
      List<String> automations,
      List<SlotReport> slots,
      boolean leaving,
      Map<String, AutomationStats> stats,
      long rssBytes) {
    this(
        version,
        worker,
        host,
        pid,
        capacity,
        labels,
        automations,
        slots,
        leaving,
        stats,
        rssBytes,
        null,
        null,
        null,
        null);
  }

  /** Whether its host lets it take more. */
  public Intake takes() {
    return intake == null ? Intake.UNKNOWN : intake;
  }

  /** Whether a master of this version may lead a worker of that one: the same, or one before. */
  public static boolean speaks(int version) {
    return version == VERSION || version == VERSION - 1;
  }
}
