package io.fleet.stream;

/**
 * A record whose execution has begun.
 *
 * @param n the number of the begin, by which it is taken back
 * @param attempts how often it has begun so far; 0 while that is being asked
 */
record Begun(Entry entry, long n, long attempts) {
  String id() {
    return entry.id().toString();
  }
}
