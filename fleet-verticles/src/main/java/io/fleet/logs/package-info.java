/**
 * What all logs of a JVM have in common: no revealed secret leaves it, daemons may write JSON, and
 * the last lines of each slot are kept. Logback and Jackson may enter; Vert.x, Redis and every
 * decision may not.
 */
@NullMarked
package io.fleet.logs;

import org.jspecify.annotations.NullMarked;
