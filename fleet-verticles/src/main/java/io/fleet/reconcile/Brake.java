package io.fleet.reconcile;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The brake on healing: when much of the fleet fails at once, the cause is rarely the slots, and to
 * restart them all at once makes it worse. While it is on, one worker at a time takes slots, and
 * nothing that runs is taken down by our own will. Time comes in as values. Not thread-safe.
 */
final class Brake {
  /** On above this share of the wanted slots. */
  static final double ON_SHARE = 0.3;

  /** Off again at this share or below, so that it does not flutter. */
  static final double OFF_SHARE = 0.15;

  /** Fewer are no mass, whatever their share. */
  static final int LEAST_SLOTS = 5;

  /** On one worker alone it is that worker's fault. */
  static final int LEAST_WORKERS = 2;

  /** How long each worker has its turn. */
  static final long TURN_MILLIS = 10_000;

  private boolean on;
  private String turn = "";
  private long turnEndMillis;

  /**
   * Weighs the present trouble.
   *
   * @param troubled slots that failed or were lost of late
   * @param workers on how many workers
   * @param wanted slots that should run
   */
  boolean weigh(int troubled, long workers, int wanted) {
    var least = wanted * (on ? OFF_SHARE : ON_SHARE);
    var mass = on || (troubled >= LEAST_SLOTS && workers >= LEAST_WORKERS);
    on = wanted > 0 && mass && troubled > least;
    if (!on) {
      turn = "";
      turnEndMillis = 0;
    }
    return on;
  }

  boolean on() {
    return on;
  }

  /**
   * Whose turn it is, if anybody can take slots.
   *
   * @param willing workers that could take some now
   */
  Optional<String> turn(SortedSet<String> willing, long nowMillis) {
    if (turn.isEmpty() || nowMillis >= turnEndMillis) {
      var later = new TreeSet<>(willing).higher(turn);
      var next = later != null ? later : willing.isEmpty() ? "" : willing.getFirst();
      if (!next.isEmpty()) {
        turn = next;
        turnEndMillis = nowMillis + TURN_MILLIS;
      }
    }
    return turn.isEmpty() ? Optional.empty() : Optional.of(turn);
  }
}
