package io.fleet.worker;

import java.util.function.Predicate;

/**
 * The context class loaders of the threads of this JVM. A thread inherits that of whoever started
 * it, so a thread of a pool that began while an automation ran would hold on to the automation's
 * loader for ever.
 */
final class ContextLoaders {
  private ContextLoaders() {}

  /** Gives every thread our own loader that has one of these. */
  static void letGo(Predicate<ClassLoader> over) {
    var group = Thread.currentThread().getThreadGroup();
    while (group != null && group.getParent() != null) {
      group = group.getParent();
    }
    if (group == null) {
      return;
    }
    // More than there are, since some may begin meanwhile; what is missed is met the next time.
    var threads = new Thread[group.activeCount() * 2 + 16];
    var count = group.enumerate(threads, true);
    for (var i = 0; i < count; i++) {
      var loader = threads[i].getContextClassLoader();
      if (loader != null && over.test(loader)) {
        threads[i].setContextClassLoader(ContextLoaders.class.getClassLoader());
      }
    }
  }
}
