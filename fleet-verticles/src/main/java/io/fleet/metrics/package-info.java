/**
 * What the fleet says of itself in numbers and in checks: meters with fixed names and few labels,
 * named health checks, and the small HTTP server that shows both on a worker. Never a label of a
 * slot's index, a generation, a boot, a URL or an item: those are asked of the API.
 */
@NullMarked
package io.fleet.metrics;

import org.jspecify.annotations.NullMarked;
