package io.fleet.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fleet.config.ConfigShape.Choice;
import io.fleet.config.ConfigShape.Component;
import io.fleet.config.ConfigShape.ListOf;
import io.fleet.config.ConfigShape.MapOf;
import io.fleet.config.ConfigShape.RecordOf;
import io.fleet.config.ConfigShape.Scalar;
import jakarta.validation.constraints.NotNull;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the shape of a config record. What is wrong with the class itself is said here, when it is
 * loaded, and not when the first user meets it.
 */
final class ConfigShapes {
  private static final Map<Class<?>, Scalar> SCALARS =
      Map.ofEntries(
          Map.entry(String.class, Scalar.TEXT),
          Map.entry(int.class, Scalar.INT),
          Map.entry(Integer.class, Scalar.INT),
          Map.entry(long.class, Scalar.LONG),
          Map.entry(Long.class, Scalar.LONG),
          Map.entry(double.class, Scalar.DOUBLE),
          Map.entry(Double.class, Scalar.DOUBLE),
          Map.entry(boolean.class, Scalar.FLAG),
          Map.entry(Boolean.class, Scalar.FLAG),
          Map.entry(Duration.class, Scalar.DURATION),
          Map.entry(Bytes.class, Scalar.BYTES),
          Map.entry(URI.class, Scalar.URI),
          Map.entry(Path.class, Scalar.PATH),
          Map.entry(Secret.class, Scalar.SECRET));

  private final Map<Class<?>, RecordOf> records = new HashMap<>();

  private ConfigShapes() {}

  /** The shape; throws {@link IllegalArgumentException} with one sentence if it cannot be. */
  static RecordOf of(Class<?> type) {
    if (!type.isRecord()) {
      throw new IllegalArgumentException(type.getName() + " is no record, so it is no config");
    }
    return new ConfigShapes().record(type);
  }

  private RecordOf record(Class<?> type) {
    var known = records.get(type);
    if (known != null) {
      return known;
    }
    var shape = new RecordOf(type);
    records.put(type, shape);
    for (var component : type.getRecordComponents()) {
      shape.add(component(shape, component));
    }
    return shape;
  }

  private Component component(RecordOf owner, RecordComponent component) {
    var name = component.getName();
    var where = owner.name() + "." + name;
    var inner = argument(component.getGenericType(), Optional.class, 0);
    var shape = shape(inner == null ? component.getGenericType() : inner, where);
    refuseIdleLimits(shape, field(owner.type(), name), where);
    var otherwise = component.getAnnotation(Default.class);
    if (otherwise != null && inner != null) {
      throw new IllegalArgumentException(where + " is Optional and has a @Default; keep one");
    }
    var doc = component.getAnnotation(Doc.class);
    return new Component(
        name,
        shape,
        inner != null,
        otherwise == null
            ? Optional.empty()
            : Optional.of(otherwise(shape, otherwise.value(), where)),
        doc == null ? "" : doc.value());
  }

  private ConfigShape shape(Type type, String where) {
    if (type instanceof Class<?> plain) {
      var scalar = SCALARS.get(plain);
      if (scalar != null) {
        return scalar;
      }
      if (plain.isEnum()) {
        return choice(plain);
      }
      if (plain.isRecord() && plain.getTypeParameters().length == 0) {
        return record(plain);
      }
    }
    var item = argument(type, List.class, 0);
    if (item != null) {
      return new ListOf(shape(item, where));
    }
    var value = argument(type, Map.class, 1);
    if (value != null && argument(type, Map.class, 0) == String.class) {
      return new MapOf(shape(value, where));
    }
    throw new IllegalArgumentException(
        where
            + " is a "
            + type.getTypeName()
            + ", which fleet.yaml cannot say. Use String, int, long, double, boolean, Duration,"
            + " Bytes, URI, Path, Secret, an enum, a record, List, Map with String keys, or"
            + " Optional of these");
  }

  private static Choice choice(Class<?> type) {
    var constants = new LinkedHashMap<String, Object>();
    for (var constant : type.getEnumConstants()) {
      constants.put(kebab((Enum<?>) constant), constant);
    }
    return new Choice(constants);
  }

  /** {@code ALL_AT_ONCE} is written all-at-once. */
  static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static @Nullable Type argument(Type type, Class<?> raw, int index) {
    return type instanceof ParameterizedType generic && generic.getRawType() == raw
        ? generic.getActualTypeArguments()[index]
        : null;
  }

  private static JsonNode otherwise(ConfigShape shape, String text, String where) {
    var node = written(shape, text, where);
    var findings = new Findings();
    var filled = ConfigDefaults.fill(shape, node);
    ConfigCheck.check(shape, filled, "", findings);
    if (!findings.isEmpty()) {
      var first = findings.list().getFirst();
      throw new IllegalArgumentException(
          "@Default(\"" + text + "\") of " + where + ": " + first.what());
    }
    return node;
  }

  private static JsonNode written(ConfigShape shape, String text, String where) {
    // "1.10" stays what it is where a text is wanted.
    if (shape instanceof Choice || (shape instanceof Scalar scalar && scalar.isText())) {
      return TextNode.valueOf(text);
    }
    var findings = new Findings();
    var yaml = YamlReader.read(text, findings);
    if (!findings.isEmpty() || yaml.isEmpty()) {
      throw new IllegalArgumentException("@Default(\"" + text + "\") of " + where + " is no YAML");
    }
    return CanonicalJson.of(yaml.get());
  }

  private static Field field(Class<?> type, String name) {
    try {
      return type.getDeclaredField(name);
    } catch (NoSuchFieldException impossible) {
      throw new IllegalStateException("a record has a field per component", impossible);
    }
  }

  /** A limit that nothing would ever check must not look as if it held. */
  private static void refuseIdleLimits(ConfigShape shape, AnnotatedElement field, String where) {
    var limited =
        shape instanceof ListOf
            || shape instanceof MapOf
            || (shape instanceof Scalar scalar
                && (scalar == Scalar.TEXT || !scalar.isText())
                && scalar != Scalar.SECRET
                && scalar != Scalar.FLAG);
    if (limited) {
      return;
    }
    Arrays.stream(field.getAnnotations())
        .map(each -> each.annotationType())
        .filter(each -> each.getPackage() == NotNull.class.getPackage() && each != NotNull.class)
        .findFirst()
        .ifPresent(
            each -> {
              throw new IllegalArgumentException(
                  "@"
                      + each.getSimpleName()
                      + " has no effect on "
                      + where
                      + "; check it in the compact constructor of the record");
            });
  }
}
