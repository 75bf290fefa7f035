package io.fleet.chaos;

/**
 * The record that a witness emits at each execution.
 *
 * @param slot who
 * @param gen its generation
 * @param n counts within the generation
 */
record Sighting(String slot, long gen, long n) {}
