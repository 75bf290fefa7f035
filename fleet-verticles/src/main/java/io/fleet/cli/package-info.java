/**
 * The command line: the commands of {@code fleet}, the two daemons, dev mode, and the cluster they
 * run in. The one room that may wait for futures, read the wall clock and end the process; errors
 * leave it as one sentence and an exit code. Commands that look at a fleet speak HTTP to its
 * master; they never join the cluster.
 */
@NullMarked
package io.fleet.cli;

import org.jspecify.annotations.NullMarked;
