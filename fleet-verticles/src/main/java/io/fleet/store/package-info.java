/**
 * The state of the fleet in Redis: one guarded Lua script per kind of write, and readers. A script
 * that runs twice has run once; a leader that is no longer the leader is refused by each of them.
 * Decisions may not enter: what to write comes in as a value.
 */
@NullMarked
package io.fleet.store;

import org.jspecify.annotations.NullMarked;
