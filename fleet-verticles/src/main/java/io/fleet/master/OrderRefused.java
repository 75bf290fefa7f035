package io.fleet.master;

/** An order that cannot be followed, in one sentence for whoever gave it. */
final class OrderRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  OrderRefused(int status, String sentence) {
    super(sentence, null, false, false);
    this.status = status;
  }

  /** As HTTP would say it. */
  int status() {
    return status;
  }
}
