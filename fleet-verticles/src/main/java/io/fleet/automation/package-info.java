/**
 * What users write: automations, what they see of the fleet while they run, and what they may
 * throw. Only contracts and the few values they need; how a slot is run lives in {@code worker} and
 * may not enter.
 */
@NullMarked
package io.fleet.automation;

import org.jspecify.annotations.NullMarked;
