/**
 * Desired and observed state in, a plan out, with a reason for every action and for every inaction.
 * Pure to the bone: no clock, no I/O, no randomness, no logger, no Vert.x, no Jackson; the present
 * time and the next generation come in as values.
 */
@NullMarked
package io.fleet.reconcile;

import org.jspecify.annotations.NullMarked;
