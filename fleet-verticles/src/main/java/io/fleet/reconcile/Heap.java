package io.fleet.reconcile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A binary heap whose root may change its rank in place; nothing is added once it is made. */
final class Heap<T> {
  private final ArrayList<T> items;
  private final Comparator<? super T> order;

  Heap(List<T> items, Comparator<? super T> order) {
    this.items = new ArrayList<>(items);
    this.order = order;
    for (var i = this.items.size() / 2 - 1; i >= 0; i--) {
      sink(i);
    }
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  /** The least; there must be one. */
  T top() {
    return items.getFirst();
  }

  /** Drops the least. */
  void pop() {
    var last = items.removeLast();
    if (!items.isEmpty()) {
      items.set(0, last);
      sink(0);
    }
  }

  /** The least has become greater. */
  void sink() {
    sink(0);
  }

  private void sink(int from) {
    var at = from;
    var item = items.get(at);
    while (true) {
      var child = 2 * at + 1;
      if (child >= items.size()) {
        break;
      }
      if (child + 1 < items.size() && order.compare(items.get(child + 1), items.get(child)) < 0) {
        child++;
      }
      if (order.compare(item, items.get(child)) <= 0) {
        break;
      }
      items.set(at, items.get(child));
      at = child;
    }
    items.set(at, item);
  }
}
