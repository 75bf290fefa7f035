package io.fleet.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggerContextVO;
import io.fleet.config.Revealed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/** One event without the secrets that this JVM has revealed, wherever in it they stood. */
final class Masked implements ILoggingEvent {
  private final ILoggingEvent event;
  private final String message;
  private final @Nullable String formatted;
  private final Object @Nullable [] arguments;
  private final @Nullable IThrowableProxy thrown;
  private final Map<String, String> mdc;
  private final @Nullable List<KeyValuePair> pairs;

  private Masked(ILoggingEvent event) {
    this.event = event;
    this.message = text(event.getMessage());
    this.formatted = text(event.getFormattedMessage());
    this.arguments = arguments(event.getArgumentArray());
    var proxy = event.getThrowableProxy();
    this.thrown = proxy == null ? null : new MaskedThrowable(proxy);
    this.mdc = new HashMap<>();
    event.getMDCPropertyMap().forEach((key, value) -> mdc.put(text(key), text(value)));
    this.pairs = pairs(event.getKeyValuePairs());
  }

  /** The event itself where nothing can be in it. */
  static ILoggingEvent of(ILoggingEvent event) {
    return Revealed.nothing() ? event : new Masked(event);
  }

  static String text(@Nullable String text) {
    return text == null ? "null" : Revealed.mask(text);
  }

  private static Object @Nullable [] arguments(Object @Nullable [] given) {
    if (given == null) {
      return null;
    }
    var masked = new Object[given.length];
    for (var i = 0; i < given.length; i++) {
      masked[i] = value(given[i]);
    }
    return masked;
  }

  /** As text, since what an object says of itself is all that can be looked at. */
  private static @Nullable Object value(@Nullable Object value) {
    if (value == null || value instanceof Number || value instanceof Boolean) {
      return value;
    }
    try {
      return text(value.toString());
    } catch (RuntimeException e) {
      return "[FAILED toString()]";
    }
  }

  private static @Nullable List<KeyValuePair> pairs(@Nullable List<KeyValuePair> given) {
    return given == null
        ? null
        : given.stream().map(pair -> new KeyValuePair(text(pair.key), value(pair.value))).toList();
  }

  @Override
  public String getThreadName() {
    return text(event.getThreadName());
  }

  @Override
  public Level getLevel() {
    return event.getLevel();
  }

  @Override
  public String getMessage() {
    return message;
  }

  @Override
  public Object @Nullable [] getArgumentArray() {
    return arguments;
  }

  @Override
  public @Nullable String getFormattedMessage() {
    return formatted;
  }

  @Override
  public String getLoggerName() {
    return event.getLoggerName();
  }

  @Override
  public LoggerContextVO getLoggerContextVO() {
    return event.getLoggerContextVO();
  }

  @Override
  public @Nullable IThrowableProxy getThrowableProxy() {
    return thrown;
  }

  @Override
  public StackTraceElement[] getCallerData() {
    return event.getCallerData();
  }

  @Override
  public boolean hasCallerData() {
    return event.hasCallerData();
  }

  @Override
  public List<Marker> getMarkerList() {
    return event.getMarkerList();
  }

  @Override
  public Map<String, String> getMDCPropertyMap() {
    return mdc;
  }

  @Override
  @SuppressWarnings("deprecation") // asked for by the interface
  public Map<String, String> getMdc() {
    return mdc;
  }

  @Override
  public long getTimeStamp() {
    return event.getTimeStamp();
  }

  @Override
  public int getNanoseconds() {
    return event.getNanoseconds();
  }

  @Override
  public long getSequenceNumber() {
    return event.getSequenceNumber();
  }

  @Override
  public @Nullable List<KeyValuePair> getKeyValuePairs() {
    return pairs;
  }

  @Override
  public void prepareForDeferredProcessing() {
    event.prepareForDeferredProcessing();
  }
}
