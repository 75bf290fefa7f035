/**
 * A slot's own JVM, for {@code threading: process}: what is said between it and its worker, and the
 * end of that talk in the JVM. It runs the user's hooks, one call at a time, and asks the worker
 * for everything that the fleet must know of; the worker decides, it obeys. It may not know
 * workers, Redis or the bus.
 */
@NullMarked
package io.fleet.child;

import org.jspecify.annotations.NullMarked;
