package io.fleet.protocol;

/**
 * An automation whose code a worker has.
 *
 * @param name its {@code @Named} or kebab-case name; empty for a class that is found by its class
 *     name alone
 * @param className its class
 * @param version of its jar; empty for classes outside a jar, where any version is right
 */
public record Code(String name, String className, String version) {
  /** Whether {@code class:} in fleet.yaml may mean it. */
  public boolean isNamed(String written) {
    return written.equals(className) || (!name.isEmpty() && written.equals(name));
  }

  /** Whether it is the code for a class and version of fleet.yaml. */
  public boolean fits(String written, String wanted) {
    return isNamed(written) && (version.isEmpty() || version.equals(wanted));
  }
}
