package io.fleet.automation;

import io.vertx.core.Vertx;

/**
 * The generation of a slot for which a {@link ResourceProvider} makes a resource. What it gives is
 * ended after the resource was closed, so a resource need not end its processes itself to leave
 * none behind.
 *
 * @since 0.1
 */
public interface Lessee {
  /** Which. */
  SlotInfo slot();

  /** On the slot's event loop. */
  Vertx vertx();

  /** Its temp folder. */
  TempFolder folder();

  /** Child processes that end with the resource. */
  Children children();
}
