package io.fleet.chaos;

/**
 * One entry of the event log, as read from Redis.
 *
 * @param id of the entry
 * @param slot which
 * @param from state before
 * @param to state after
 * @param gen after
 * @param epoch of the leader
 * @param worker that has it now
 * @param cause why
 */
record Moved(
    String id,
    String slot,
    String from,
    String to,
    long gen,
    long epoch,
    String worker,
    String cause) {
  long millis() {
    return Long.parseLong(id.substring(0, id.indexOf('-')));
  }

  @Override
  public String toString() {
    return "%s %s %s %s->%s epoch %d on '%s' %s"
        .formatted(id, slot, new io.fleet.slot.Generation(gen), from, to, epoch, worker, cause);
  }
}
