package planted.r1.fleet.config;

import planted.r1.fleet.stream.Stream;

/** Planted: a room of a higher rank. */
record NamesTheStream(Stream stream) {}
