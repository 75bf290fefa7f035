/**
 * Typed streams between automations: topics, and their transport over Redis Streams with consumer
 * groups, fenced emits, dead letters and back-pressure. It knows Redis and the ids of {@code slot};
 * it knows neither workers nor the leader.
 */
@NullMarked
package io.fleet.stream;

import org.jspecify.annotations.NullMarked;
