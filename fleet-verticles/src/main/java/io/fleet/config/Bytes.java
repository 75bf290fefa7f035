package io.fleet.config;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A size as fleet.yaml writes it: a whole number with a unit, {@code 64Ki 128Mi 1Gi}. Immutable.
 *
 * @param count how many bytes; not negative
 * @since 0.1
 */
public record Bytes(long count) implements Comparable<Bytes> {
  /** What a size looks like; anchored, so that it may stand in a JSON schema. */
  public static final String PATTERN = "^(?:[0-9]{1,9}(?:Ki|Mi|Gi))$";

  private static final Pattern SHAPE = Pattern.compile("([0-9]{1,9})(Ki|Mi|Gi)");

  public Bytes {
    if (count < 0) {
      throw new IllegalArgumentException("a size is not negative: " + count);
    }
  }

  /** The size, or empty when the text is none. */
  public static Optional<Bytes> parse(String text) {
    var parts = SHAPE.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    var shift =
        switch (parts.group(2)) {
          case "Ki" -> 10;
          case "Mi" -> 20;
          default -> 30;
        };
    return Optional.of(new Bytes(Long.parseLong(parts.group(1)) << shift));
  }

  /** {@code Bytes.ofMebi(128)} is {@code 128Mi}. */
  public static Bytes ofMebi(long mebi) {
    return new Bytes(Math.multiplyExact(mebi, 1L << 20));
  }

  @Override
  public int compareTo(Bytes other) {
    return Long.compare(count, other.count);
  }

  /** The largest unit that is exact; a size that is no whole number of Ki is shown in bytes. */
  @Override
  public String toString() {
    if (count != 0 && count % (1L << 30) == 0) {
      return (count >> 30) + "Gi";
    }
    if (count != 0 && count % (1L << 20) == 0) {
      return (count >> 20) + "Mi";
    }
    return count % (1L << 10) == 0 ? (count >> 10) + "Ki" : count + " bytes";
  }
}
