package io.fleet.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fleet.config.AutomationSpec;
import org.jspecify.annotations.Nullable;

/**
 * An automation whose code a worker has.
 *
 * @param name its {@code @Named} or kebab-case name; empty for a class that is found by its class
 *     name alone
 * @param className its class
 * @param version of its jar; empty for classes outside a jar, where any version is right
 * @param hash SHA-256 of its package; empty for code on the class path of the worker
 * @param kept whether it is here only because fleet.yaml is pinned to that package
 */
public record Code(
    String name,
    String className,
    String version,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String hash,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean kept) {
  /** A hash is missing in what a worker of the version before says. */
  public Code(String name, String className, String version, @Nullable String hash, boolean kept) {
    this.name = name;
    this.className = className;
    this.version = version;
    this.hash = hash == null ? "" : hash;
    this.kept = kept;
  }

  /** In a package that lies where the operator put it. */
  public Code(String name, String className, String version, String hash) {
    this(name, className, version, hash, false);
  }

  /** On the class path of the worker. */
  public Code(String name, String className, String version) {
    this(name, className, version, "");
  }

  /** The same, here only because fleet.yaml is pinned to it. */
  public Code asKept() {
    return new Code(name, className, version, hash, true);
  }

  /** What an automation asks for. */
  public static Code of(AutomationSpec automation) {
    return new Code("", automation.className(), automation.version(), automation.code());
  }

  /** Whether {@code class:} in fleet.yaml may mean it. */
  public boolean isNamed(String written) {
    return written.equals(className) || (!name.isEmpty() && written.equals(name));
  }

  /**
   * Whether it is the code for an automation: class and version are right, and the package is the
   * pinned one. Classes outside a jar have neither version nor hash and are always right.
   */
  public boolean fits(AutomationSpec automation) {
    if (!isNamed(automation.className())) {
      return false;
    }
    var rightVersion = version.isEmpty() || version.equals(automation.version());
    var pin = automation.code();
    var outside = version.isEmpty() && hash.isEmpty();
    return rightVersion && (outside || pin.isEmpty() || pin.equals(hash));
  }

  /** Version and, as far as there is one, the beginning of the hash; for people. */
  public String shown() {
    return shown(version.isEmpty() ? "any version" : version, hash);
  }

  /** The same of what is asked for. */
  public static String shown(String version, String hash) {
    return hash.isEmpty()
        ? version
        : version + " (" + hash.substring(0, Math.min(12, hash.length())) + ")";
  }
}
