package io.fleet.automation;

import java.util.List;

/**
 * A few items of a {@link Source}, and how to go on.
 *
 * @param items in order; may be empty
 * @param cursor where the next page begins
 * @param last whether there is nothing behind this page
 * @param <T> the item
 * @since 0.1
 */
public record Page<T>(List<T> items, String cursor, boolean last) {
  public Page {
    items = List.copyOf(items);
  }
}
