/**
 * The master: takes the leader lease, begins an epoch, and then turns observation into plans and plans into guarded writes, for
 * ever. It decides nothing itself; decisions are {@code reconcile}'s. A standby is a master that does not hold the lease.
 */
@NullMarked
package io.fleet.master;

import org.jspecify.annotations.NullMarked;
