package io.fleet.process;

import java.lang.reflect.Proxy;

/**
 * Handlers for signals that the JVM would else answer by shutting down at once. By reflection:
 * javac warns of every use of {@code sun.misc.Signal}, and there is no other way.
 *
 * @since 0.1
 */
public final class Signals {
  private Signals() {}

  /**
   * Runs the action, on a new thread, each time the signal comes; the JVM itself no longer reacts
   * to it.
   *
   * @param name without SIG: {@code TERM}, {@code INT}, {@code HUP}
   * @return false if this JVM has no such handlers or keeps that signal to itself (with -Xrs)
   */
  public static boolean on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, args) ->
                  switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> args != null && self == args[0];
                    case "toString" -> "handler of SIG" + name;
                    default -> start(name, action);
                  });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  private static Object start(String name, Runnable action) {
    Thread.ofPlatform().name("fleet-signal-" + name).start(action);
    return name;
  }
}
