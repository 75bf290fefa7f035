package io.fleet.slot;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a slot, {@code prober/17}: the numbered place of an automation that runs on at most
 * one worker. Immutable; orders by automation, then index.
 *
 * @param automation the automation's name, {@code [a-z][a-z0-9-]{0,39}}
 * @param index zero-based, below 100,000
 * @since 0.1
 */
public record SlotId(String automation, int index) implements Comparable<SlotId> {
  /** What an automation may be called. */
  public static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

  private static final int MAX_INDEX = 99_999;

  public SlotId {
    if (!NAME.matcher(automation).matches()) {
      throw new IllegalArgumentException("not the name of an automation: " + automation);
    }
    if (index < 0 || index > MAX_INDEX) {
      throw new IllegalArgumentException("index of " + automation + " out of range: " + index);
    }
  }

  /**
   * Reads {@code prober/17}; throws {@link IllegalArgumentException} that names the text when it is
   * not one.
   */
  public static SlotId of(String text) {
    return parse(text)
        .orElseThrow(() -> new IllegalArgumentException("not a slot (automation/index): " + text));
  }

  /** Reads {@code prober/17}; empty when the text is no slot. */
  public static Optional<SlotId> parse(String text) {
    var slash = text.indexOf('/');
    if (slash < 1 || !NAME.matcher(text.substring(0, slash)).matches()) {
      return Optional.empty();
    }
    var digits = text.substring(slash + 1);
    if (digits.isEmpty()
        || digits.length() > 5
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    return Optional.of(new SlotId(text.substring(0, slash), Integer.parseInt(digits)));
  }

  /**
   * Names that differ in a digit lie far apart, or the numbers of many automations would fall on
   * the same places of a table.
   */
  @Override
  public int hashCode() {
    return automation.hashCode() * 0x9E3779B1 + index;
  }

  @Override
  public int compareTo(SlotId other) {
    var byName = automation.compareTo(other.automation);
    return byName != 0 ? byName : Integer.compare(index, other.index);
  }

  @Override
  public String toString() {
    return automation + "/" + index;
  }
}
