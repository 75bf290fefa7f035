/**
 * What tests and {@code fleet dev} need of the outside world, the real thing each: a real Redis, a
 * whole fleet, time that is set by hand. May see every package of ours.
 */
@NullMarked
package io.fleet.testkit;

import org.jspecify.annotations.NullMarked;
