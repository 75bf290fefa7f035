/**
 * The way to Redis: one pool for commands, supervised connections of one's own for whatever blocks,
 * scripts by their SHA, the names of keys, and the checks at start. It knows no slot and no stream;
 * nobody else talks to the client library's pool.
 */
@NullMarked
package io.fleet.redis;

import org.jspecify.annotations.NullMarked;
