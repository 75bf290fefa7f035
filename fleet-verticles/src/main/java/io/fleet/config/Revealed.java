package io.fleet.config;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What {@link Secret#reveal()} gave out in this JVM, so that it can be taken out of every text that
 * leaves it, logs above all. The last {@value #MOST} values are known; those shorter than {@value
 * #SHORTEST} characters are not, since half of a text would be gone with them. Of a value of
 * several lines each line of at least {@value #SHORTEST_LINE} characters counts for itself.
 * Thread-safe, and free of locks.
 *
 * @since 0.1
 */
public final class Revealed {
  /** What stands in the place of a value. */
  public static final String MARK = "***";

  static final int MOST = 256;
  static final int SHORTEST = 4;
  static final int SHORTEST_LINE = 8;

  private static final VarHandle KNOWN = handle();

  /** Oldest first; replaced as a whole. */
  @SuppressWarnings("unused") // written through the handle
  private static volatile List<String> known = List.of();

  private Revealed() {}

  /** Whether nothing was revealed yet, so that no text needs to be looked at. */
  public static boolean nothing() {
    return known.isEmpty();
  }

  /** The text with {@code ***} in the place of every known value. */
  public static String mask(String text) {
    var values = known;
    if (values.isEmpty() || text.length() < SHORTEST) {
      return text;
    }
    var masked = text;
    List<String> found = null;
    for (var value : values) {
      if (masked.contains(value)) {
        if (found == null) {
          found = new ArrayList<>();
        }
        found.add(value);
      }
    }
    if (found == null) {
      return masked;
    }
    // A value may be a part of another one: the longest goes first.
    found.sort(Comparator.comparingInt(String::length).reversed());
    for (var value : found) {
      masked = masked.replace(value, MARK);
    }
    return masked;
  }

  /** Keeps a value in mind, and says so to nobody. */
  static String note(String value) {
    var lines = value.lines().map(String::strip).toList();
    var shortest = lines.size() > 1 ? SHORTEST_LINE : SHORTEST;
    for (var line : lines) {
      if (line.length() >= shortest) {
        add(line);
      }
    }
    return value;
  }

  private static void add(String value) {
    for (; ; ) {
      var before = known;
      if (before.contains(value)) {
        return;
      }
      var after = new ArrayList<>(before);
      after.add(value);
      if (after.size() > MOST) {
        after.removeFirst();
      }
      if (KNOWN.compareAndSet(before, List.copyOf(after))) {
        return;
      }
    }
  }

  private static VarHandle handle() {
    try {
      return MethodHandles.lookup().findStaticVarHandle(Revealed.class, "known", List.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
