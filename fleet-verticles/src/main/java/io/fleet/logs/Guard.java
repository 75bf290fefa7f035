package io.fleet.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands before all appenders of a logger, so that none of them, whatever the configuration made,
 * is given an event with a secret in it. The ring comes first: it must have what a full pipe holds
 * up.
 */
final class Guard extends UnsynchronizedAppenderBase<ILoggingEvent> {
  private final Optional<RingFeed> ring;
  private final List<Appender<ILoggingEvent>> behind = new CopyOnWriteArrayList<>();

  Guard(Optional<RingFeed> ring) {
    this.ring = ring;
  }

  void take(Appender<ILoggingEvent> appender) {
    behind.add(appender);
  }

  List<Appender<ILoggingEvent>> behind() {
    return behind;
  }

  @Override
  protected void append(ILoggingEvent event) {
    var masked = Masked.of(event);
    ring.ifPresent(feed -> feed.take(masked));
    behind.forEach(appender -> appender.doAppend(masked));
  }

  @Override
  public void stop() {
    behind.forEach(Appender::stop);
    super.stop();
  }
}
