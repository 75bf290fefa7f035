/**
 * Tests of the repository as a whole: the borders between the rooms, the sources and the documents.
 */
@NullMarked
package io.fleet;

import org.jspecify.annotations.NullMarked;
