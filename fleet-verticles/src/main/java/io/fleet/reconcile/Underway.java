package io.fleet.reconcile;

import io.fleet.config.AutomationSpec;
import io.fleet.protocol.Rollout;
import io.fleet.protocol.RolloutStep;
import io.fleet.protocol.SlotSpec;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rollout, with what its old version needs. Immutable.
 *
 * @param rollout where it is
 * @param old the automation as it was in the version that the rollout comes from
 * @since 0.1
 */
public record Underway(Rollout rollout, AutomationSpec old) {
  /** Slots that should run one version, with what they need of a worker. */
  record Half(AutomationSpec automation, String hash, List<SlotSpec> slots) {}

  /** The hash that a slot should run. */
  String target(SlotId slot) {
    return rollout.target(slot.index());
  }

  /** Why a slot is brought to that version. */
  Reason cause(String hash) {
    return rollout.step() == RolloutStep.CANARY && hash.equals(rollout.to())
        ? Reason.CANARY
        : Reason.ROLLOUT;
  }

  /** Whether a slot that should run that version is left alone as long as it runs. */
  boolean halts(String hash) {
    return rollout.step() == RolloutStep.PAUSED && hash.equals(rollout.to());
  }

  /** The automation as it is wanted, with the code of a version and what that runs on. */
  AutomationSpec of(AutomationSpec wanted, String hash) {
    return hash.equals(rollout.from())
        ? wanted.withCode(old.className(), old.version()).on(old.threads())
        : wanted;
  }

  /** How much memory was promised to a slot; nothing to one of an automation that is gone. */
  static long memoryBytes(
      @Nullable AutomationSpec wanted, @Nullable Underway underway, SlotSpec spec) {
    if (wanted == null) {
      return 0;
    }
    return (underway == null ? wanted : underway.of(wanted, spec.cfg())).memoryBytes();
  }

  /** The slots by version; the old one, which is known to be well, first. */
  List<Half> halves(AutomationSpec wanted, List<SlotSpec> slots) {
    var back = new ArrayList<SlotSpec>();
    var on = new ArrayList<SlotSpec>();
    for (var spec : slots) {
      (target(spec.slot()).equals(rollout.to()) ? on : back).add(spec);
    }
    return List.of(
        new Half(of(wanted, rollout.from()), rollout.from(), back),
        new Half(of(wanted, rollout.to()), rollout.to(), on));
  }

  /** Whether no slot could be decided otherwise because of the one or the other. */
  static boolean alike(@Nullable Underway a, @Nullable Underway b) {
    if (a == null || b == null) {
      return a == null && b == null;
    }
    return a.rollout.step() == b.rollout.step()
        && a.rollout.from().equals(b.rollout.from())
        && a.rollout.to().equals(b.rollout.to())
        && a.rollout.reach().admitted().equals(b.rollout.reach().admitted())
        && a.old.equals(b.old);
  }
}
