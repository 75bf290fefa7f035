package io.fleet.automation;

import io.fleet.config.Named;
import io.fleet.stream.Topics;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What can be known of an automation's class without running it: its name, its config record, its
 * items and topics. Immutable.
 *
 * @since 0.1
 */
public final class AutomationType {
  private final Class<? extends Automation<?>> type;
  private final Class<?> configType;
  private final Optional<Class<?>> itemType;

  private AutomationType(
      Class<? extends Automation<?>> type, Class<?> configType, Optional<Class<?>> itemType) {
    this.type = type;
    this.configType = configType;
    this.itemType = itemType;
  }

  /**
   * Looks at a class; throws {@link IllegalArgumentException} with what is wrong and what to do.
   */
  @SuppressWarnings("unchecked") // the check above it makes the cast safe
  public static AutomationType of(Class<?> candidate) {
    if (!Automation.class.isAssignableFrom(candidate)) {
      throw new IllegalArgumentException(
          candidate.getName()
              + " is no automation. Extend ContinuousAutomation or BatchAutomation.");
    }
    var batch = BatchAutomation.class.isAssignableFrom(candidate);
    var arguments =
        arguments(candidate, batch ? BatchAutomation.class : ContinuousAutomation.class);
    if (!arguments[0].isRecord()) {
      throw new IllegalArgumentException(
          candidate.getName()
              + ": its config must be a record, not "
              + arguments[0].getName()
              + ".");
    }
    return new AutomationType(
        (Class<? extends Automation<?>>) candidate,
        arguments[0],
        batch ? Optional.of(arguments[1]) : Optional.empty());
  }

  /** The class's full name. */
  public String className() {
    return type.getName();
  }

  /** Its {@code @Named} name, or its simple name in kebab-case. */
  public String name() {
    var named = type.getAnnotation(Named.class);
    return named != null
        ? named.value()
        : type.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  /** The config record. */
  public Class<?> configType() {
    return configType;
  }

  /** The item of a batch; empty for a continuous automation. */
  public Optional<Class<?>> itemType() {
    return itemType;
  }

  /**
   * The version in its jar's manifest; empty for classes outside a jar, where any version is right.
   */
  public Optional<String> version() {
    var inPackage = type.getPackage();
    return inPackage == null || isOutsideJar()
        ? Optional.empty()
        : Optional.ofNullable(inPackage.getImplementationVersion());
  }

  /** A package says the version of the jar that defined it first, also of classes from a folder. */
  private boolean isOutsideJar() {
    var source = type.getProtectionDomain().getCodeSource();
    return source != null
        && source.getLocation() != null
        && source.getLocation().getPath().endsWith("/");
  }

  /** The topics it declares. */
  public Topics topics() {
    return create().topics();
  }

  /**
   * A fresh instance, for one generation; throws {@link IllegalArgumentException} that says what
   * the class lacks.
   */
  public Automation<?> create() {
    try {
      var constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(
          type.getName() + " needs a constructor without parameters.", e);
    } catch (ReflectiveOperationException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalArgumentException(type.getName() + " cannot be created: " + cause, e);
    }
  }

  /** The loader that its records must be bound with. */
  public ClassLoader loader() {
    return type.getClassLoader();
  }

  private static Class<?>[] arguments(Class<?> candidate, Class<?> base) {
    Map<TypeVariable<?>, Type> bound = new HashMap<>();
    for (Class<?> c = candidate; c != null && c != base; c = c.getSuperclass()) {
      if (c.getGenericSuperclass() instanceof ParameterizedType parent) {
        var variables = ((Class<?>) parent.getRawType()).getTypeParameters();
        for (var i = 0; i < variables.length; i++) {
          bound.put(variables[i], parent.getActualTypeArguments()[i]);
        }
      }
    }
    var variables = base.getTypeParameters();
    var arguments = new Class<?>[variables.length];
    for (var i = 0; i < variables.length; i++) {
      arguments[i] = raw(candidate, bound, variables[i]);
    }
    return arguments;
  }

  private static Class<?> raw(Class<?> candidate, Map<TypeVariable<?>, Type> bound, Type type) {
    var current = type;
    while (current instanceof TypeVariable<?> variable) {
      var next = bound.get(variable);
      if (next == null) {
        throw new IllegalArgumentException(
            candidate.getName()
                + " must name its type arguments, as in ContinuousAutomation<MyConfig>.");
      }
      current = next;
    }
    if (current instanceof Class<?> c) {
      return c;
    }
    if (current instanceof ParameterizedType p) {
      return (Class<?>) p.getRawType();
    }
    throw new IllegalArgumentException(
        candidate.getName() + ": cannot use the type argument " + current + ".");
  }
}
