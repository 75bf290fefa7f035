package io.fleet.logs;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ConfigurationEvent.EventType;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;

/**
 * The logging of this JVM: guards it, keeps its last lines, and chooses its format. Where somebody
 * runs another back end than Logback below SLF4J, nothing is guarded and nothing kept, which is
 * said once.
 *
 * @since 0.1
 */
public final class Logging {
  private static final LogRing RING = new LogRing();
  private static final AtomicBoolean LISTENS = new AtomicBoolean();
  private static final AtomicBoolean SAID = new AtomicBoolean();

  private Logging() {}

  /**
   * Puts the guard before every appender there is; those that a later configuration brings are
   * guarded when it ends. May be called any number of times.
   */
  public static void guard() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      guard(context, RING);
      if (LISTENS.compareAndSet(false, true)) {
        context.addConfigurationEventListener(
            event -> {
              if (event.getEventType() == EventType.CONFIGURATION_ENDED_SUCCESSFULLY) {
                guard(context, RING);
              }
            });
      }
    } else if (SAID.compareAndSet(false, true)) {
      LoggerFactory.getLogger(Logging.class)
          .warn("logs are not guarded: only Logback can be. Revealed secrets may stand in them.");
    }
  }

  /** The last lines of this JVM; empty for ever where there is no guard. */
  public static LogRing ring() {
    return RING;
  }

  /**
   * From now on the console gets JSON.
   *
   * @param role {@code worker} or {@code master}, a field of each line; empty for none
   * @param name its value
   */
  public static void json(String role, String name) {
    guard();
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      json(context, role, name);
    }
  }

  static void json(LoggerContext context, String role, String name) {
    for (var logger : context.getLoggerList()) {
      guardOf(logger).stream()
          .flatMap(guard -> guard.behind().stream())
          .forEach(
              appender -> {
                if (appender instanceof ConsoleAppender<ILoggingEvent> console) {
                  var encoder = new JsonLines(role, name);
                  encoder.setContext(context);
                  encoder.start();
                  console.setEncoder(encoder);
                }
              });
    }
  }

  static void guard(LoggerContext context, LogRing ring) {
    for (var logger : context.getLoggerList()) {
      var root = logger.getName().equals(org.slf4j.Logger.ROOT_LOGGER_NAME);
      var open = new ArrayList<Appender<ILoggingEvent>>();
      logger
          .iteratorForAppenders()
          .forEachRemaining(
              appender -> {
                if (!(appender instanceof Guard)) {
                  open.add(appender);
                }
              });
      var present = guardOf(logger);
      if (open.isEmpty() && (present.isPresent() || !root)) {
        continue;
      }
      var guard =
          present.orElseGet(
              () -> {
                var made = new Guard(root ? Optional.of(new RingFeed(ring)) : Optional.empty());
                made.setContext(context);
                made.setName("fleet-guard");
                made.start();
                return made;
              });
      open.forEach(guard::take);
      if (present.isEmpty()) {
        logger.addAppender(guard);
      }
      // Detached afterwards: a line of this moment is written twice rather than not at all.
      open.forEach(logger::detachAppender);
    }
  }

  private static Optional<Guard> guardOf(Logger logger) {
    for (var all = logger.iteratorForAppenders(); all.hasNext(); ) {
      if (all.next() instanceof Guard guard) {
        return Optional.of(guard);
      }
    }
    return Optional.empty();
  }
}
