/**
 * Counts the site without the fleet, to compare with what the fleet found. Nothing of the
 * automations, and no library beyond the JDK, may enter: shared code would share its faults.
 */
@NullMarked
package examples.siteindex.check;

import org.jspecify.annotations.NullMarked;
