package io.fleet.protocol;

import io.fleet.slot.Generation;
import io.fleet.slot.Reason;
import io.fleet.slot.SlotId;
import io.fleet.slot.SlotState;
import java.util.Map;

/**
 * What the leader wants of one slot: its record in Redis.
 *
 * @param slot which
 * @param gen its latest generation; {@link Generation#NONE} when it never had one
 * @param state where it is
 * @param worker who has it; empty when nobody
 * @param boot that worker's boot; 0 when nobody
 * @param cfg the hash of the config it should run; empty when nobody
 * @param epoch whose leader wrote it
 * @param cause why it came here
 * @param sinceMillis wall clock of the move, for people and for windows
 * @param untilMillis wall clock: end of a back-off, deadline of a drain; 0 when none
 * @param failures failures in a row, for back-off and quarantine
 * @param detail one line of evidence for people: what the worker said of the failure; may be empty
 */
public record SlotSpec(
    SlotId slot,
    Generation gen,
    SlotState state,
    String worker,
    long boot,
    String cfg,
    long epoch,
    Reason cause,
    long sinceMillis,
    long untilMillis,
    int failures,
    String detail) {
  /** A slot that has no record yet. */
  public static SlotSpec none(SlotId slot) {
    return new SlotSpec(
        slot, Generation.NONE, SlotState.FREE, "", 0, "", 0, Reason.CONFIG_APPLIED, 0, 0, 0, "");
  }

  /** The same slot without an owner. */
  public SlotSpec freed(SlotState next, Reason why, long nowMillis) {
    return new SlotSpec(slot, gen, next, "", 0, cfg, epoch, why, nowMillis, 0, failures, "");
  }

  /** The same tenure in another state. */
  public SlotSpec moved(SlotState next, Reason why, long nowMillis, long until) {
    return new SlotSpec(
        slot, gen, next, worker, boot, cfg, epoch, why, nowMillis, until, failures, "");
  }

  /** The same as the leader of this epoch wrote it. */
  public SlotSpec writtenIn(long writer) {
    return new SlotSpec(
        slot,
        gen,
        state,
        worker,
        boot,
        cfg,
        writer,
        cause,
        sinceMillis,
        untilMillis,
        failures,
        detail);
  }

  /** Whether Redis has a record of it. */
  public boolean recorded() {
    return epoch > 0;
  }

  /** Reads the hash of {@code spec:<slot>}. */
  public static SlotSpec read(SlotId slot, Map<String, String> hash) {
    return new SlotSpec(
        slot,
        Generation.parse(hash.getOrDefault("gen", "0")),
        SlotState.valueOf(hash.getOrDefault("state", "FREE")),
        hash.getOrDefault("worker", ""),
        number(hash, "boot"),
        hash.getOrDefault("cfg", ""),
        number(hash, "epoch"),
        Reason.valueOf(hash.getOrDefault("cause", "CONFIG_APPLIED")),
        number(hash, "since"),
        number(hash, "until"),
        (int) number(hash, "failures"),
        hash.getOrDefault("detail", ""));
  }

  private static long number(Map<String, String> hash, String field) {
    var text = hash.getOrDefault(field, "");
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }
}
