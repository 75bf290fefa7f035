package io.fleet.testkit.sim;

import io.fleet.slot.Generation;
import io.fleet.slot.SlotId;

/** One generation of a slot as it really lives, whatever anybody believes of it. */
final class Life {
  private final SlotId slot;
  private final Generation gen;
  private final String worker;
  private final long boot;
  private final Proc jvm;
  private final Proc children;
  private boolean code = true;
  private boolean child = true;

  Life(SlotId slot, Generation gen, String worker, long boot, Proc jvm, Proc children) {
    this.slot = slot;
    this.gen = gen;
    this.worker = worker;
    this.boot = boot;
    this.jvm = jvm;
    this.children = children;
  }

  SlotId slot() {
    return slot;
  }

  Generation gen() {
    return gen;
  }

  String worker() {
    return worker;
  }

  long boot() {
    return boot;
  }

  Proc jvm() {
    return jvm;
  }

  /** Whether user code of it runs. */
  boolean code() {
    return code && jvm.alive();
  }

  void codeEnds() {
    code = false;
  }

  void childEnds() {
    child = false;
  }

  boolean over() {
    return !code() && !child;
  }

  /**
   * Whether something of it does something at this moment, beyond the grace that a process has
   * which was stopped over the end of its lease.
   */
  boolean acts(long now, long grace) {
    return (code() && moves(jvm, now, grace)) || (child && moves(children, now, grace));
  }

  private static boolean moves(Proc proc, long now, long grace) {
    var frozen = proc.frozenUntil() > now;
    var justAwake = proc.lateSince() <= now && now - grace <= proc.lateSince();
    return !frozen && !justAwake;
  }

  @Override
  public String toString() {
    return slot + " " + gen + " on " + worker + " boot " + boot;
  }
}
