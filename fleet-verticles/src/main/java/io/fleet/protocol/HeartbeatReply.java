package io.fleet.protocol;

import java.util.List;

/**
 * What Redis answers to a heartbeat.
 *
 * @since 0.1
 */
public sealed interface HeartbeatReply {
  /**
   * The worker is heard.
   *
   * @param epoch of the present leadership; 0 when there was none yet
   * @param adopted whether the leader has taken this Redis over, so that its records may be acted
   *     on
   * @param runId of the answering server
   * @param specs the slots it holds or spoke of; empty when {@code unchanged}
   * @param view names what the specs say, if they may be believed: whoever sends it with a later
   *     heartbeat need not be told the same again; empty when they must be told each time
   * @param unchanged whether the list was left out, since it is what the worker named by its view
   */
  record Heard(
      long epoch,
      boolean adopted,
      String runId,
      List<WorkerSpec> specs,
      String view,
      boolean unchanged)
      implements HeartbeatReply {
    /** With the whole list, to be told again each time. */
    public Heard(long epoch, boolean adopted, String runId, List<WorkerSpec> specs) {
      this(epoch, adopted, runId, specs, "", false);
    }
  }

  /**
   * Its boot is certified dead: it must end everything and take a boot above this one.
   *
   * @param certified the highest certified boot
   */
  record Reboot(long certified) implements HeartbeatReply {}

  /**
   * A later boot of the same worker was seen.
   *
   * @param later that boot
   */
  record Old(long later) implements HeartbeatReply {}

  /**
   * A slot as the worker sees it in a reply.
   *
   * @param slot which
   * @param gen 0 when the slot has no record
   * @param state empty when the slot has no record
   * @param worker who holds it
   * @param boot of the holder
   * @param cfg the config it should run
   * @param graceMillis of DRAINING: how long it has to end; negative for its own drain deadline
   */
  record WorkerSpec(
      String slot, long gen, String state, String worker, long boot, String cfg, long graceMillis) {
    /** With its own deadline. */
    public WorkerSpec(String slot, long gen, String state, String worker, long boot, String cfg) {
      this(slot, gen, state, worker, boot, cfg, -1);
    }

    public boolean absent() {
      return state.isEmpty();
    }
  }
}
