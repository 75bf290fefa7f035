package io.fleet.redis;

/**
 * The names of all keys of one fleet. Control keys share one hash tag, so that one script may touch
 * them all; each partition of a topic has a tag of its own.
 *
 * @param fleet the fleet's id, {@code [a-z0-9-]{1,40}}, so that no name holds a brace
 * @since 0.1
 */
public record Keys(String fleet) {
  public Keys {
    if (!fleet.matches("[a-z0-9-]{1,40}")) {
      throw new IllegalArgumentException("a fleet is called [a-z0-9-]{1,40}, not: " + fleet);
    }
  }

  /** The prefix of all control keys, for scripts that name many of them. */
  public String control() {
    return "fleet:{" + fleet + "}:";
  }

  private String control(String rest) {
    return control() + rest;
  }

  public String leader() {
    return control("leader");
  }

  /** Masters that would lead if nobody did, by name: when each last tried, by Redis' clock. */
  public String standbys() {
    return control("standbys");
  }

  public String meta() {
    return control("meta");
  }

  /** The prefix of all slot specs. */
  public String specs() {
    return control("spec:");
  }

  public String spec(String slot) {
    return specs() + slot;
  }

  /** Slots held by a worker. */
  public String of(String worker) {
    return control("of:" + worker);
  }

  public String running(String automation) {
    return control("running:" + automation);
  }

  /** By worker, the id of the last event of a slot that it held or holds. */
  public String revisions() {
    return control("revs");
  }

  /** All slots that have a record. */
  public String slots() {
    return control("slots");
  }

  public String desired() {
    return control("desired");
  }

  public String config(String hash) {
    return control("cfg:" + hash);
  }

  /** What operators have ordered; a copy, the snapshot has it first. */
  public String intent() {
    return control("intent");
  }

  /** How workers stand that take no slots, and whether the brake is on; written by the leader. */
  public String standing() {
    return control("standing");
  }

  /** Why a slot is as it is; written by the leader, for people. */
  public String why() {
    return control("why");
  }

  public String events() {
    return control("events");
  }

  public String report(String worker) {
    return control("report:" + worker);
  }

  public String beats() {
    return control("beats");
  }

  public String lease(String worker) {
    return control("lease:" + worker);
  }

  public String certificate(String worker) {
    return control("cert:" + worker);
  }

  /** Every topic that was opened, with who reads and who writes it; for people. */
  public String topics() {
    return control("topics");
  }

  public String batch(String automation) {
    return control("batch:" + automation);
  }

  /** The channel on which shells say that a certificate was written. */
  public String nudges() {
    return control("nudges");
  }

  /** The prefix of one partition's keys. */
  public String partition(String topic, int partition) {
    return "fleet:{" + fleet + ":" + topic + ":" + partition + "}:";
  }
}
