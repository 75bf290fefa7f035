/**
 * A sample fleet: indexes a documentation site in three stages over typed streams, and serves that
 * site itself, so that it runs offline. Only the public rooms of Fleet are used here.
 */
@NullMarked
package examples.siteindex;

import org.jspecify.annotations.NullMarked;
