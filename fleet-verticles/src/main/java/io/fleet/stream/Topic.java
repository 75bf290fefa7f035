package io.fleet.stream;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A named stream of one type of record. Declared once as a constant and shared by writers and
 * readers; whether it is durable or live is chosen in fleet.yaml. Immutable; the {@code …By}
 * methods return a changed copy.
 *
 * @param <T> a record, written as JSON, at most 1 MiB
 * @since 0.1
 */
public final class Topic<T> {
  /** What a topic may be called. */
  public static final Pattern NAME = Pattern.compile("[a-z0-9.-]{1,60}");

  private final String name;
  private final Class<T> type;
  private final String typeName;
  private final @Nullable Function<? super T, ?> key;
  private final @Nullable Function<? super T, ?> unique;

  private Topic(
      String name,
      Class<T> type,
      String typeName,
      @Nullable Function<? super T, ?> key,
      @Nullable Function<? super T, ?> unique) {
    this.name = name;
    this.type = type;
    this.typeName = typeName;
    this.key = key;
    this.unique = unique;
  }

  /**
   * A topic; throws {@link IllegalArgumentException} when the name is not {@code [a-z0-9.-]{1,60}}.
   */
  public static <T> Topic<T> of(String name, Class<T> type) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("a topic is called [a-z0-9.-]{1,60}, not: " + name);
    }
    return new Topic<>(name, type, type.getSimpleName(), null, null);
  }

  /** Records of one key keep their order. */
  public Topic<T> keyedBy(Function<? super T, ?> key) {
    return new Topic<>(name, type, typeName, key, unique);
  }

  /**
   * A key is accepted once per fleet; later records with it are dropped at the door. Durable topics
   * only.
   */
  public Topic<T> uniqueBy(Function<? super T, ?> unique) {
    return new Topic<>(name, type, typeName, key, unique);
  }

  /** The same, but its records are called so in the log. */
  Topic<T> called(String otherName) {
    return new Topic<>(name, type, otherName, key, unique);
  }

  /** What its records are called in the log: the simple name of their class. */
  public String typeName() {
    return typeName;
  }

  public String name() {
    return name;
  }

  /** What its constant would be called in Java; for messages. */
  public String constant() {
    return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  public Class<T> type() {
    return type;
  }

  /** Whether {@link #keyedBy} was asked for. */
  public boolean isKeyed() {
    return key != null;
  }

  /** Whether {@link #uniqueBy} was asked for. */
  public boolean isUnique() {
    return unique != null;
  }

  /** The ordering key of a value, or empty. */
  public Optional<String> keyOf(T value) {
    return key == null ? Optional.empty() : Optional.of(String.valueOf(key.apply(value)));
  }

  /** The key that is accepted once, or empty. */
  public Optional<String> uniqueKeyOf(T value) {
    return unique == null ? Optional.empty() : Optional.of(String.valueOf(unique.apply(value)));
  }

  @Override
  public String toString() {
    return name + "<" + type.getSimpleName() + ">";
  }
}
