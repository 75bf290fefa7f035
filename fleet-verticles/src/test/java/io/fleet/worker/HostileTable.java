package io.fleet.worker;

import io.fleet.protocol.SlotSpec;
import io.fleet.slot.SlotState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The document about hostile code, as the test saw it. */
final class HostileTable {
  private HostileTable() {}

  static String row(
      String what, SlotSpec spec, SlotState ends, Duration bound, Duration took, double kept) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %d s | %.1f s | %.0f %% |%n",
        what,
        ends,
        spec.detail().isEmpty() ? "-" : "`" + spec.detail().replace("|", "\\|") + "`",
        bound.toSeconds(),
        took.toMillis() / 1000.0,
        kept * 100);
  }

  static String of(List<String> rows) {
    return """
        # Hostile code

        What becomes of code that behaves badly in a slot with `threading: process`, and what its neighbours in the same worker
        notice. Written by a test (`HostileIT`, `-Dhostile.record=true`), which runs each deed beside two slots that tick every
        10 ms on a machine with two cores. *Bound* counts from the assignment, with `limits.executeTimeout: 1s`; *took* is what
        was measured, here with the start of a JVM that has no cache of classes, by which it may be more than the bound; *ticks kept* compares the neighbours' ticks beside the deed with those before it. After each deed no
        process and no temp folder of it is left. What the other threading modes promise is in
        [threading](../explanation/threading.md).

        | the code | its slot is then | evidence | bound | took | ticks kept |
        |---|---|---|---|---|---|
        """
        + String.join("", rows);
  }
}
