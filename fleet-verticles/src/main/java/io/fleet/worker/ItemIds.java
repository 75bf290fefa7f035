package io.fleet.worker;

/**
 * Ids of the items of a page, the same whenever the page is read: what was put on the topic before
 * is not accepted again. Belongs to the slot's thread.
 */
final class ItemIds {
  private String page = "";
  private int next;

  /** The items that follow are those of the page at this cursor. */
  void page(String source, String cursor) {
    page = source + "@" + cursor + "#";
    next = 0;
  }

  /** The id of the next item. */
  String next() {
    return page + next++;
  }
}
