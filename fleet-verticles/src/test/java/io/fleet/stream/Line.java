package io.fleet.stream;

/** What the tests send: a number, and whom it is from. */
record Line(String from, long n) {
  static final Topic<Line> TOPIC = Topic.of("lines", Line.class);
}
