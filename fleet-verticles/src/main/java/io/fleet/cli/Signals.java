package io.fleet.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/**
 * Asks to be told of a signal in place of the JVM's own answer to it, so that a stop may end with
 * an exit code of ours and a second signal may cut it short. {@code sun.misc.Signal} is the JDK's
 * only way there; javac warns of its name, hence the reflection.
 */
final class Signals {
  private Signals() {}

  /**
   * Handlers run on a thread of their own; the number that they get is that of the signal.
   *
   * @return whether the JVM lets us; it does not under -Xrs
   */
  static boolean on(String name, IntConsumer handler) {
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handlerType = Class.forName("sun.misc.SignalHandler");
      var number = signal.getMethod("getNumber");
      var proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handlerType},
              (self, method, arguments) -> {
                switch (method.getName()) {
                  case "handle" -> handler.accept((int) number.invoke(arguments[0]));
                  case "hashCode" -> {
                    return System.identityHashCode(self);
                  }
                  case "equals" -> {
                    return self == arguments[0];
                  }
                  default -> {
                    return "signal handler of fleet";
                  }
                }
                return null;
              });
      var instance = signal.getConstructor(String.class).newInstance(name);
      signal.getMethod("handle", signal, handlerType).invoke(null, instance, proxy);
      return true;
    } catch (InvocationTargetException e) {
      return false; // the JVM keeps this one to itself
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JDK has no sun.misc.Signal", e);
    }
  }
}
