package io.fleet.worker;

import io.fleet.resource.Resources;
import io.fleet.store.WorkerStore;
import io.fleet.stream.Streams;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What all slots of a worker share.
 *
 * @param streams the durable transport
 * @param store for batch cursors
 * @param desired slot counts and topic settings as they are now
 * @param lease no execution begins without it
 * @param clock wall clock
 * @param nanos monotonic clock
 * @param resources what slots lease
 * @param jvms for slots with a process of their own
 */
record Surroundings(
    Streams streams,
    WorkerStore store,
    DesiredView desired,
    Lease lease,
    InstantSource clock,
    LongSupplier nanos,
    Resources resources,
    SlotJvms jvms) {}
