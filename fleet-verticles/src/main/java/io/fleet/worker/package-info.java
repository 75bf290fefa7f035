/**
 * The worker: beats, holds a lease, and runs the slots that it is given, each as a verticle with a thread of its own. It believes
 * only an answered heartbeat; absence is never a command. It may not know the leader or the reconciler.
 */
@NullMarked
package io.fleet.worker;

import org.jspecify.annotations.NullMarked;
