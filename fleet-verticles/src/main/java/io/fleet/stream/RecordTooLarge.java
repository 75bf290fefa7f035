package io.fleet.stream;

/**
 * A record larger than a stream takes. Thrown at emit, before anything is sent.
 *
 * @since 0.1
 */
public final class RecordTooLarge extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The limit: 1 MiB of JSON. */
  public static final int LIMIT_BYTES = 1 << 20;

  private final String topic;
  private final int bytes;

  /** A record of so many bytes. */
  public RecordTooLarge(String topic, int bytes) {
    super(
        "a record for topic %s is %d bytes long and the limit is %d; store the content elsewhere and emit a reference"
            .formatted(topic, bytes, LIMIT_BYTES));
    this.topic = topic;
    this.bytes = bytes;
  }

  /** The topic it was meant for. */
  public String topic() {
    return topic;
  }

  /** Its size as JSON in UTF-8. */
  public int bytes() {
    return bytes;
  }
}
