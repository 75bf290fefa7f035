package io.fleet.child;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import org.jspecify.annotations.Nullable;

/** Sends what is logged to the worker, which writes it with the slot's name. */
public final class LinkAppender extends AppenderBase<ILoggingEvent> {
  private static final int LONGEST = 64 << 10;
  private static volatile @Nullable WorkerEnd worker;

  /** Made by logback. */
  public LinkAppender() {}

  static void to(WorkerEnd end) {
    worker = end;
  }

  @Override
  protected void append(ILoggingEvent event) {
    var end = worker;
    if (end != null) {
      var thrown = event.getThrowableProxy();
      var text =
          event.getFormattedMessage()
              + (thrown == null ? "" : "\n" + ThrowableProxyUtil.asString(thrown));
      end.tell(
          new Frame.Log(
              event.getLevel().toString(),
              event.getLoggerName(),
              text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text));
    }
  }
}
