package io.fleet.chaos;

/**
 * One record that Redis accepted.
 *
 * @param id of the entry
 * @param slot that emitted it, by its own word
 * @param gen by its own word
 * @param n by its own word
 */
record Emitted(String id, String slot, long gen, long n) {
  long millis() {
    return Long.parseLong(id.substring(0, id.indexOf('-')));
  }
}
