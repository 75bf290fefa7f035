package io.fleet.store;

/**
 * The guard of every leader write: who leads, in which epoch, on which run of Redis.
 *
 * @param token of this leadership; never used twice
 * @param epoch durable in the snapshot before its first use
 * @param runId of the Redis that was taken over
 * @since 0.1
 */
public record Leadership(String token, long epoch, String runId) {}
