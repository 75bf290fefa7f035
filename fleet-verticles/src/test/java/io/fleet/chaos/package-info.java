/**
 * The whole fleet under faults: real processes, a real Redis, real signals, and a checker that
 * believes none of them but only what the witnesses wrote. {@link io.fleet.chaos.ChaosFleet} is the
 * fleet, {@link io.fleet.chaos.Witness} what runs on it, {@link io.fleet.chaos.Ledger} what they
 * said, {@link io.fleet.chaos.Checks} the rules; a class per group of faults.
 */
@NullMarked
package io.fleet.chaos;

import org.jspecify.annotations.NullMarked;
