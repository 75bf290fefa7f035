package io.fleet.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.fleet.protocol.LogLevel;

/** Turns masked events into lines of the ring. */
final class RingFeed {
  private final LogRing ring;

  RingFeed(LogRing ring) {
    this.ring = ring;
  }

  void take(ILoggingEvent event) {
    var mdc = event.getMDCPropertyMap();
    var thrown = event.getThrowableProxy();
    var message = Cut.to(LogRing.LINE_CHARS, String.valueOf(event.getFormattedMessage()));
    var room = Math.max(1_024, LogRing.LINE_CHARS - message.length());
    ring.add(
        new LogLine(
            0,
            event.getTimeStamp(),
            LogLevel.parse(event.getLevel().levelStr).orElse(LogLevel.INFO),
            event.getLoggerName(),
            event.getThreadName(),
            mdc.getOrDefault(Mdc.SLOT, ""),
            mdc.getOrDefault(Mdc.GENERATION, ""),
            number(mdc.getOrDefault(Mdc.EXECUTION, "")),
            message,
            thrown == null ? "" : Cut.to(room, StackText.of(thrown))));
  }

  private static long number(String text) {
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }
}
