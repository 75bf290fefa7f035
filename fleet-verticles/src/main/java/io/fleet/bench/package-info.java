/**
 * Measurements, each against a limit or a peer in the same run; {@code ./fleet bench} runs them.
 * Nothing of the product may import this room.
 */
@NullMarked
package io.fleet.bench;

import org.jspecify.annotations.NullMarked;
