/** The whole system as its users run it: real processes, killed and looked at from outside. */
@NullMarked
package examples.siteindex.e2e;

import org.jspecify.annotations.NullMarked;
