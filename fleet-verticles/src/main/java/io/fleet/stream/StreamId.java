package io.fleet.stream;

/** The id of a record in a log; orders as Redis does. */
record StreamId(long millis, long seq) implements Comparable<StreamId> {
  static StreamId parse(String id) {
    var dash = id.indexOf('-');
    return new StreamId(
        Long.parseLong(id.substring(0, dash)), Long.parseLong(id.substring(dash + 1)));
  }

  @Override
  public int compareTo(StreamId other) {
    var byMillis = Long.compare(millis, other.millis);
    return byMillis != 0 ? byMillis : Long.compareUnsigned(seq, other.seq);
  }

  @Override
  public String toString() {
    return millis + "-" + Long.toUnsignedString(seq);
  }
}
