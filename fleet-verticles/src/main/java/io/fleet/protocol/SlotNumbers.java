package io.fleet.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.BitSet;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/**
 * Some slots of one automation, by their numbers. Written as ranges, {@code 0-4,7}, so that a
 * hundred thousand neighbours are one short text. Immutable.
 *
 * @since 0.1
 */
public final class SlotNumbers {
  /** No slot. */
  public static final SlotNumbers NONE = new SlotNumbers(new BitSet());

  private final BitSet bits;

  private SlotNumbers(BitSet bits) {
    this.bits = bits;
  }

  /** These. */
  public static SlotNumbers of(int... numbers) {
    return of(IntStream.of(numbers));
  }

  /** These. */
  public static SlotNumbers of(IntStream numbers) {
    var bits = new BitSet();
    numbers.forEach(bits::set);
    return new SlotNumbers(bits);
  }

  /** Reads {@code 0-4,7}; throws {@link IllegalArgumentException} when the text is not such. */
  @JsonCreator
  public static SlotNumbers parse(String text) {
    var bits = new BitSet();
    for (var range : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      var dash = range.indexOf('-');
      var first = number(dash < 0 ? range : range.substring(0, dash), text);
      var last = dash < 0 ? first : number(range.substring(dash + 1), text);
      if (last < first) {
        throw new IllegalArgumentException("not numbers of slots (0-4,7): " + text);
      }
      bits.set(first, last + 1);
    }
    return new SlotNumbers(bits);
  }

  private static int number(String digits, String text) {
    if (digits.isEmpty()
        || digits.length() > 5
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException("not numbers of slots (0-4,7): " + text);
    }
    return Integer.parseInt(digits);
  }

  /** Whether it is one of these. */
  public boolean contains(int number) {
    return bits.get(number);
  }

  /** How many. */
  public int size() {
    return bits.cardinality();
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return bits.isEmpty();
  }

  /** In order. */
  public IntStream stream() {
    return bits.stream();
  }

  /** These and those. */
  public SlotNumbers plus(SlotNumbers those) {
    var both = (BitSet) bits.clone();
    both.or(those.bits);
    return new SlotNumbers(both);
  }

  /** These without those. */
  public SlotNumbers minus(SlotNumbers those) {
    var rest = (BitSet) bits.clone();
    rest.andNot(those.bits);
    return new SlotNumbers(rest);
  }

  /** Those of these that are below a number. */
  public SlotNumbers below(int end) {
    return new SlotNumbers(bits.get(0, end));
  }

  @Override
  public boolean equals(Object other) {
    return other == this || (other instanceof SlotNumbers those && bits.equals(those.bits));
  }

  @Override
  public int hashCode() {
    return bits.hashCode();
  }

  /** As ranges; {@link #parse} reads it. */
  @JsonValue
  @Override
  public String toString() {
    var text = new StringJoiner(",");
    for (var first = bits.nextSetBit(0); first >= 0; ) {
      var end = bits.nextClearBit(first);
      text.add(end - first == 1 ? "" + first : first + "-" + (end - 1));
      first = bits.nextSetBit(end);
    }
    return text.toString();
  }
}
