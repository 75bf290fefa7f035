package io.fleet.reconcile;

import io.fleet.config.AutomationSpec;
import io.fleet.config.FleetSpec;
import io.fleet.protocol.Code;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which package a version means at the moment when it is applied. From then on nothing else runs
 * under that version, and another jar is another config, which is rolled out like any. Pure.
 *
 * @since 0.1
 */
public final class Pins {
  private Pins() {}

  /**
   * Pins what is not pinned yet.
   *
   * @param wanted as it was asked for
   * @param present as it is now
   * @param workers what they say of their code
   */
  public static FleetSpec of(FleetSpec wanted, FleetSpec present, Collection<WorkerView> workers) {
    var dead = present.failover().deadAfter().toMillis();
    var code =
        workers.stream()
            .filter(worker -> worker.alive(dead))
            .flatMap(Pins::said)
            .distinct()
            .toList();
    return wanted.withEach(
        each -> each.pinned(pin(each, present.automations().get(each.name()), code)));
  }

  private static Stream<Code> said(WorkerView worker) {
    var code = worker.code();
    return code == null ? Stream.empty() : code.stream();
  }

  private static String pin(
      AutomationSpec wanted, @Nullable AutomationSpec present, List<Code> all) {
    if (!wanted.code().isEmpty()) {
      return wanted.code();
    }
    var right = wanted.pinned(AutomationSpec.ANY_CODE);
    var code = all.stream().filter(each -> each.fits(right)).toList();
    var lying = hashes(code, false);
    if (lying.size() == 1) {
      return lying.iterator().next();
    }
    var before =
        present != null
                && present.className().equals(wanted.className())
                && present.version().equals(wanted.version())
            ? present.code()
            : AutomationSpec.ANY_CODE;
    // Not told, or some have one and some another: what runs now goes on.
    if (!before.isEmpty() && (lying.isEmpty() || hashes(code, null).contains(before))) {
      return before;
    }
    var kept = hashes(code, true);
    return lying.isEmpty() && kept.size() == 1 ? kept.iterator().next() : AutomationSpec.ANY_CODE;
  }

  private static Set<String> hashes(List<Code> code, @Nullable Boolean kept) {
    return code.stream()
        .filter(each -> kept == null || each.kept() == kept)
        .map(Code::hash)
        .collect(Collectors.toSet());
  }
}
