package io.fleet.config;

import java.time.Duration;
import java.util.Map;

/**
 * One automation of fleet.yaml, with every default filled in.
 *
 * @param name its key below {@code automations}
 * @param className class name, {@code @Named} name or kebab-case name, as written
 * @param version what the jar's manifest must say
 * @param slots how many; 0 to 100,000
 * @param paused whether all its slots are held back
 * @param config its config as canonical JSON text, defaults not yet filled in
 * @param restart what happens after failures
 * @param maxUnavailable how many slots may be down by our own will at once: {@code "10%"} (of
 *     slots, at least 1) or a number
 * @param executeTimeout when one execution is interrupted
 * @param drainDeadline when a draining slot is interrupted
 * @param require labels that a worker must have
 * @param spread over what its slots are balanced: {@link #SPREAD_HOST}, {@link #SPREAD_NONE} or the
 *     name of a label, over whose values they are balanced
 * @param maxSlotsPerHost how many of its slots one host takes; 0 when any number
 * @param progress a slot in which nothing ended for so long is drained; zero when never
 * @param threads what its code runs on
 * @param code SHA-256 of the package that its version was pinned to when it was applied; {@link
 *     #ANY_CODE} when any package of that version will do
 * @since 0.1
 */
public record AutomationSpec(
    String name,
    String className,
    String version,
    int slots,
    boolean paused,
    String config,
    Restart restart,
    String maxUnavailable,
    Duration executeTimeout,
    Duration drainDeadline,
    Map<String, String> require,
    String spread,
    int maxSlotsPerHost,
    Duration progress,
    Threads threads,
    String code) {
  /** Not pinned to one package. */
  public static final String ANY_CODE = "";

  /** No limit of progress. */
  public static final Duration NO_LIMIT = Duration.ZERO;

  /** Balanced over hosts, the default. */
  public static final String SPREAD_HOST = "host";

  /** Not balanced: the emptiest worker takes the next slot. */
  public static final String SPREAD_NONE = "none";

  public AutomationSpec {
    require = Map.copyOf(require);
  }

  /** Not pinned to one package. */
  public AutomationSpec(
      String name,
      String className,
      String version,
      int slots,
      boolean paused,
      String config,
      Restart restart,
      String maxUnavailable,
      Duration executeTimeout,
      Duration drainDeadline,
      Map<String, String> require,
      String spread,
      int maxSlotsPerHost,
      Duration progress) {
    this(
        name,
        className,
        version,
        slots,
        paused,
        config,
        restart,
        maxUnavailable,
        executeTimeout,
        drainDeadline,
        require,
        spread,
        maxSlotsPerHost,
        progress,
        Threads.DEFAULT,
        ANY_CODE);
  }

  /** Spread over hosts, and as many on each as there is room for. */
  public AutomationSpec(
      String name,
      String className,
      String version,
      int slots,
      boolean paused,
      String config,
      Restart restart,
      String maxUnavailable,
      Duration executeTimeout,
      Duration drainDeadline,
      Map<String, String> require) {
    this(
        name,
        className,
        version,
        slots,
        paused,
        config,
        restart,
        maxUnavailable,
        executeTimeout,
        drainDeadline,
        require,
        SPREAD_HOST,
        0);
  }

  /** May rest as long as it likes. */
  public AutomationSpec(
      String name,
      String className,
      String version,
      int slots,
      boolean paused,
      String config,
      Restart restart,
      String maxUnavailable,
      Duration executeTimeout,
      Duration drainDeadline,
      Map<String, String> require,
      String spread,
      int maxSlotsPerHost) {
    this(
        name,
        className,
        version,
        slots,
        paused,
        config,
        restart,
        maxUnavailable,
        executeTimeout,
        drainDeadline,
        require,
        spread,
        maxSlotsPerHost,
        NO_LIMIT);
  }

  /** The same with other code, which is not pinned. */
  public AutomationSpec withCode(String otherClass, String otherVersion) {
    return with(otherClass, otherVersion, threads, ANY_CODE);
  }

  /** The same on other threads, or with other memory. */
  public AutomationSpec on(Threads others) {
    return with(className, version, others, code);
  }

  /** The same, pinned to the package with this SHA-256. */
  public AutomationSpec pinned(String hash) {
    return hash.equals(code) ? this : with(className, version, threads, hash);
  }

  private AutomationSpec with(
      String otherClass, String otherVersion, Threads otherThreads, String otherCode) {
    return new AutomationSpec(
        name,
        otherClass,
        otherVersion,
        slots,
        paused,
        config,
        restart,
        maxUnavailable,
        executeTimeout,
        drainDeadline,
        require,
        spread,
        maxSlotsPerHost,
        progress,
        otherThreads,
        otherCode);
  }

  /** How much memory a worker promises when it takes a slot, in bytes; 0 when none. */
  public long memoryBytes() {
    return threads.limit().count();
  }

  /** How many slots may be down by our own will at once; at least 1. */
  public int unavailable() {
    if (maxUnavailable.endsWith("%")) {
      var percent = Double.parseDouble(maxUnavailable.substring(0, maxUnavailable.length() - 1));
      return Math.max(1, (int) Math.floor(slots * percent / 100));
    }
    return Math.max(1, Integer.parseInt(maxUnavailable));
  }
}
