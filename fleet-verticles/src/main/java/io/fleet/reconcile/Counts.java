package io.fleet.reconcile;

/** How many of each number, with room for those alone that are not zero. */
final class Counts {
  private static final int LEAST = 8;

  private int[] keys = new int[LEAST];
  private int[] values = new int[LEAST];
  private int taken;

  /** Called for each number that was ever counted. */
  interface Each {
    void accept(int key, int value);
  }

  int get(int key) {
    return values[find(key)];
  }

  /** Adds to one; never below zero. */
  void add(int key, int by) {
    var at = find(key);
    if (keys[at] == 0) {
      if (taken * 2 >= keys.length) {
        grow();
        at = find(key);
      }
      keys[at] = key + 1;
      taken++;
    }
    values[at] += by;
  }

  void each(Each each) {
    for (var i = 0; i < keys.length; i++) {
      if (values[i] != 0) {
        each.accept(keys[i] - 1, values[i]);
      }
    }
  }

  /** Where the number is or would be; keys are kept plus one, so that 0 means empty. */
  private int find(int key) {
    var mask = keys.length - 1;
    var mixed = key * 0x9E3779B9;
    var at = (mixed ^ mixed >>> 16) & mask;
    while (keys[at] != 0 && keys[at] != key + 1) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void grow() {
    var oldKeys = keys;
    var oldValues = values;
    // Those that fell back to zero are left behind, so a long life does not fill it.
    var live = 0;
    for (var value : oldValues) {
      live += value != 0 ? 1 : 0;
    }
    var size = LEAST;
    while (size < live * 4) {
      size *= 2;
    }
    keys = new int[size];
    values = new int[size];
    taken = 0;
    for (var i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] != 0) {
        var at = find(oldKeys[i] - 1);
        keys[at] = oldKeys[i];
        values[at] = oldValues[i];
        taken++;
      }
    }
  }
}
