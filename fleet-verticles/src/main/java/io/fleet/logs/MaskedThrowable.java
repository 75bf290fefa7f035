package io.fleet.logs;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import org.jspecify.annotations.Nullable;

/** An exception, its causes and what they suppressed, without revealed secrets. */
final class MaskedThrowable implements IThrowableProxy {
  private final IThrowableProxy proxy;

  MaskedThrowable(IThrowableProxy proxy) {
    this.proxy = proxy;
  }

  @Override
  public @Nullable String getMessage() {
    return masked(proxy.getMessage());
  }

  @Override
  public @Nullable String getOverridingMessage() {
    return masked(proxy.getOverridingMessage());
  }

  @Override
  public String getClassName() {
    return proxy.getClassName();
  }

  @Override
  public StackTraceElementProxy[] getStackTraceElementProxyArray() {
    return proxy.getStackTraceElementProxyArray();
  }

  @Override
  public int getCommonFrames() {
    return proxy.getCommonFrames();
  }

  @Override
  public @Nullable IThrowableProxy getCause() {
    var cause = proxy.getCause();
    return cause == null ? null : new MaskedThrowable(cause);
  }

  @Override
  public IThrowableProxy[] getSuppressed() {
    var given = proxy.getSuppressed();
    var masked = new IThrowableProxy[given == null ? 0 : given.length];
    for (var i = 0; i < masked.length; i++) {
      masked[i] = new MaskedThrowable(given[i]);
    }
    return masked;
  }

  @Override
  public boolean isCyclic() {
    return proxy.isCyclic();
  }

  private static @Nullable String masked(@Nullable String text) {
    return text == null ? null : Masked.text(text);
  }
}
