/**
 * What slots lease, child processes, temp folders, ports and whatever a provider makes, and the
 * ledger that says that all of it was given back. It knows the generation that leases, and nothing
 * of how a slot runs or of the fleet.
 */
@NullMarked
package io.fleet.resource;

import org.jspecify.annotations.NullMarked;
