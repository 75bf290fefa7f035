package io.fleet.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleet.config.ConfigShape.Choice;
import io.fleet.config.ConfigShape.Component;
import io.fleet.config.ConfigShape.ListOf;
import io.fleet.config.ConfigShape.MapOf;
import io.fleet.config.ConfigShape.RecordOf;
import io.fleet.config.ConfigShape.Scalar;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes records of a tree that {@link ConfigCheck} found right. What a compact constructor says
 * becomes a problem at the path of its record, so nested records speak all at once too.
 */
final class ConfigBinder {
  private final Secret.Resolver secrets;
  private final Findings findings;

  ConfigBinder(Secret.Resolver secrets, Findings findings) {
    this.secrets = secrets;
    this.findings = findings;
  }

  /** The record; empty when a constructor refused, which is then found. */
  Optional<Object> record(RecordOf shape, JsonNode node, String path) {
    var values = new ArrayList<Object>();
    var refused = false;
    for (var component : shape.components()) {
      var value = component(component, node, path);
      refused = refused || value.isEmpty();
      value.ifPresent(values::add);
    }
    return refused ? Optional.empty() : create(shape, values, path);
  }

  private Optional<Object> component(Component component, JsonNode node, String path) {
    var written = node.get(component.name());
    if (written == null) {
      return Optional.of(Optional.empty());
    }
    var value = value(component.shape(), written, Paths.child(path, component.name()));
    return component.optional() ? value.map(Optional::of) : value;
  }

  private Optional<Object> create(RecordOf shape, List<Object> values, String path) {
    try {
      return Optional.of(constructor(shape.type()).newInstance(values.toArray()));
    } catch (InvocationTargetException thrown) {
      findings.add(
          new Problem(
              0, 0, path, said(shape, Objects.requireNonNullElse(thrown.getCause(), thrown)), ""));
    } catch (ReflectiveOperationException closed) {
      findings.add(
          new Problem(0, 0, path, shape.name() + " cannot be made", "Make the record public"));
    }
    return Optional.empty();
  }

  private static Constructor<?> constructor(Class<?> type) throws NoSuchMethodException {
    var types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    var constructor = type.getDeclaredConstructor(types);
    // The record may be nested in a class that is not public; it is the user's own, unnamed module.
    constructor.setAccessible(true);
    return constructor;
  }

  private static String said(RecordOf shape, Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    var message = thrown.getMessage();
    return thrown instanceof IllegalArgumentException && message != null && !message.isBlank()
        ? message
        : shape.name() + " refused this: " + thrown.getClass().getSimpleName();
  }

  private Optional<Object> value(ConfigShape shape, JsonNode node, String path) {
    return switch (shape) {
      case Scalar scalar -> Optional.of(scalar(scalar, node));
      case Choice choice -> Optional.ofNullable(choice.constants().get(node.textValue()));
      case RecordOf record -> record(record, node, path);
      case ListOf list -> {
        var items = new ArrayList<Object>(node.size());
        for (var i = 0; i < node.size(); i++) {
          value(list.item(), node.get(i), Paths.item(path, i)).ifPresent(items::add);
        }
        yield items.size() == node.size()
            ? Optional.of(Collections.unmodifiableList(items))
            : Optional.empty();
      }
      case MapOf map -> {
        var entries = new LinkedHashMap<String, Object>();
        node.properties()
            .forEach(
                each ->
                    value(map.value(), each.getValue(), Paths.child(path, each.getKey()))
                        .ifPresent(value -> entries.put(each.getKey(), value)));
        yield entries.size() == node.size()
            ? Optional.of(Collections.unmodifiableMap(entries))
            : Optional.empty();
      }
    };
  }

  private Object scalar(Scalar scalar, JsonNode node) {
    return switch (scalar) {
      case TEXT -> node.textValue();
      case INT -> node.intValue();
      case LONG -> node.longValue();
      case DOUBLE -> node.doubleValue();
      case FLAG -> node.booleanValue();
      case DURATION -> Durations.parse(node.textValue()).orElseThrow();
      case BYTES -> Bytes.parse(node.textValue()).orElseThrow();
      case URI -> URI.create(node.textValue());
      case PATH -> Path.of(node.textValue());
      case SECRET -> Secret.of(node.path("secret").textValue(), secrets);
    };
  }
}
