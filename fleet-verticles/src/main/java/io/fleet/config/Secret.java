package io.fleet.config;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A reference to a secret: {@code env:NAME} or {@code file:PATH}. fleet.yaml, the store, messages
 * and {@link #toString} never hold the value; {@link #reveal()} on the worker is the only way out.
 * Immutable; two secrets are equal when their references are. Safe for any thread.
 *
 * @since 0.1
 */
public final class Secret {
  /** What a reference looks like; anchored, so that it may stand in a JSON schema. */
  public static final String PATTERN = "^(?:env:[A-Za-z_][A-Za-z0-9_]{0,199}|file:.{1,1000})$";

  private static final Pattern SHAPE = Pattern.compile(PATTERN);

  private final String reference;
  private final Resolver resolver;

  private Secret(String reference, Resolver resolver) {
    this.reference = reference;
    this.resolver = resolver;
  }

  /** How a reference becomes its value; called anew by each {@link Secret#reveal()}. */
  @FunctionalInterface
  public interface Resolver {
    /** Where nothing may be revealed: on masters, and while a file is only checked. */
    Resolver NONE = reference -> Optional.empty();

    /** The value of {@code env:NAME} or {@code file:PATH}; empty when there is none. */
    Optional<String> resolve(String reference);
  }

  /**
   * A secret by its reference. Throws {@link IllegalArgumentException}, without the text, when it
   * is no reference: it might be the secret itself.
   */
  public static Secret of(String reference, Resolver resolver) {
    if (!isReference(reference)) {
      throw new IllegalArgumentException("a secret is written env:NAME or file:PATH");
    }
    return new Secret(reference, resolver);
  }

  /** Whether the text is {@code env:NAME} or {@code file:PATH}. */
  public static boolean isReference(String text) {
    return SHAPE.matcher(text).matches();
  }

  /** {@code env:NAME} or {@code file:PATH}; this may be shown. */
  public String reference() {
    return reference;
  }

  /**
   * The value; from now on it is masked in every log of this JVM. Throws {@link
   * IllegalStateException} with the reference when it cannot be had here.
   */
  public String reveal() {
    return resolver
        .resolve(reference)
        .map(Revealed::note)
        .orElseThrow(
            () -> new IllegalStateException("secret " + reference + " cannot be read here"));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.reference.equals(reference);
  }

  @Override
  public int hashCode() {
    return reference.hashCode();
  }

  /** {@code ***}. */
  @Override
  public String toString() {
    return "***";
  }
}
