/**
 * Operating system processes: start children in their own session, find all of a tree, leave none
 * behind; the worker shell, its link to the worker JVM, boot numbers and the lock of a state
 * folder. Only the JDK and slf4j may enter: no Vert.x, no Redis, no other package of ours. Linux
 * only.
 */
@NullMarked
package io.fleet.process;

import org.jspecify.annotations.NullMarked;
