/**
 * A whole fleet in one thread and in virtual time: the master's and the worker's own code, and
 * around it a simulated network, server, snapshot, shell and user code that fail as the seed says.
 * What is simulated is the world, never a decision of ours: no rule of the protocol may be written
 * here a second time, but for those that the checker holds the fleet to.
 */
@NullMarked
package io.fleet.testkit.sim;

import org.jspecify.annotations.NullMarked;
