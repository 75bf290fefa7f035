package io.fleet.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The value of a config component that fleet.yaml leaves out, written as in YAML:
 * {@code @Default("30s") Duration every}.
 *
 * @since 0.1
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({
  ElementType.RECORD_COMPONENT,
  ElementType.FIELD,
  ElementType.PARAMETER,
  ElementType.METHOD
})
public @interface Default {
  /** The YAML text of the value. */
  String value();
}
