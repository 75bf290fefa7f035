/**
 * What must survive the loss of Redis: the epoch, the desired state, the workers that are known.
 * One snapshot for all masters, written and durable before its effect. How it is stored, in a
 * folder or in PostgreSQL, is behind {@link io.fleet.snapshot.SnapshotStore}, whose methods block.
 */
@NullMarked
package io.fleet.snapshot;

import org.jspecify.annotations.NullMarked;
