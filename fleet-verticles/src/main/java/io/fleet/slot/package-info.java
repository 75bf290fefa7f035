/**
 * The nouns of the fleet and the one table of legal moves: slot ids, generations, states, phases
 * and reason codes. Pure: values in, values out. No Vert.x, no clock, no I/O, no randomness and no
 * other package of ours may enter.
 */
@NullMarked
package io.fleet.slot;

import org.jspecify.annotations.NullMarked;
