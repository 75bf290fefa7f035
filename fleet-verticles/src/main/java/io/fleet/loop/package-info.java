/**
 * Time, chance and turns: what a part of the control plane needs to act by itself, behind one small
 * interface, so that the same code runs on Vert.x and in the simulator. No decision, no store and
 * no message may enter.
 */
@NullMarked
package io.fleet.loop;

import org.jspecify.annotations.NullMarked;
