package io.fleet.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Another name for an automation in fleet.yaml; without it the kebab-case of its class name serves.
 *
 * @since 0.1
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Named {
  /** The name, {@code [a-z][a-z0-9-]{0,39}}. */
  String value();
}
