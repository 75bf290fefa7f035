/**
 * The way in: one table of operations that answers on the bus and over REST, the bridge for
 * browsers, the feeds, and the read model behind them, which follows the store and writes nothing.
 * Neither the master, the workers nor the reconciler may enter: a change is asked of the leader
 * over the bus.
 */
@NullMarked
package io.fleet.api;

import org.jspecify.annotations.NullMarked;
