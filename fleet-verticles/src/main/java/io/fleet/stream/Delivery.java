package io.fleet.stream;

/**
 * One record in the hands of a slot. It must end in one of {@link Inlet#complete}, {@link
 * Inlet#reject} or {@link Inlet#retry}; without an end the slot's next generation gets it again.
 *
 * @param id its id in the log
 * @param value the record
 * @param attempts how often an execution of it has begun, this one included
 * @since 0.1
 */
public record Delivery<T>(String id, T value, long attempts) {}
