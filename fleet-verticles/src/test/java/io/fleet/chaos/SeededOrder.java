package io.fleet.chaos;

import java.util.Collections;
import java.util.Comparator;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;
import org.junit.jupiter.api.MethodDescriptor;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.MethodOrdererContext;

/** Groups of faults, and the faults within a group, in the order of the seed. */
final class SeededOrder {
  private SeededOrder() {}

  /** Of the groups. */
  static final class Groups implements ClassOrderer {
    @Override
    public void orderClasses(ClassOrdererContext context) {
      var classes = context.getClassDescriptors();
      classes.sort(Comparator.comparing(described -> described.getTestClass().getName()));
      Collections.shuffle(classes, new java.util.Random(ChaosIT.SEED));
    }
  }

  /** Of the faults. */
  static final class Methods implements MethodOrderer {
    @Override
    public void orderMethods(MethodOrdererContext context) {
      var methods = context.getMethodDescriptors();
      methods.sort(Comparator.comparing(MethodDescriptor::getDisplayName));
      Collections.shuffle(methods, new java.util.Random(ChaosIT.SEED + 1));
    }
  }
}
