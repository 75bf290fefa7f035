package io.fleet.child;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where threads stand, as text.
 *
 * @since 0.1
 */
public final class Stacks {
  private static final int MOST_THREADS = 50;
  private static final int MOST_FRAMES = 60;

  private Stacks() {}

  /** All but our own, the thread of the hooks first. */
  static String text(Thread hooks) {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(each -> !each.getKey().getName().startsWith("fleet-"))
        .sorted(
            Comparator.comparing((Map.Entry<Thread, ?> each) -> each.getKey() != hooks)
                .thenComparing(each -> each.getKey().getName()))
        .limit(MOST_THREADS)
        .map(each -> one(each.getKey(), each.getValue()))
        .collect(Collectors.joining("\n"));
  }

  /** One thread: its name and state, then its frames. */
  public static String one(Thread thread, StackTraceElement[] frames) {
    return Arrays.stream(frames)
        .limit(MOST_FRAMES)
        .map(frame -> "\tat " + frame + "\n")
        .collect(
            Collectors.joining("", "\"" + thread.getName() + "\" " + thread.getState() + "\n", ""));
  }
}
