package io.fleet.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.fleet.config.ConfigShape.RecordOf;
import java.util.List;
import java.util.Optional;

/**
 * The config record of an automation: its JSON schema, and the way from JSON to the record.
 * Immutable, safe for any thread. Holds the record's class, so keep it no longer than the class's
 * own loader.
 *
 * @param <C> the record
 * @since 0.1
 */
public final class ConfigType<C> {
  /** Kept by the class itself, so it goes with the class's loader. */
  private static final ClassValue<ConfigType<?>> KNOWN =
      new ClassValue<>() {
        @Override
        protected ConfigType<?> computeValue(Class<?> type) {
          return read(type);
        }
      };

  private final Class<C> type;
  private final RecordOf shape;
  private final JsonNode schema;
  private final Schema limits;
  private final Secret.Resolver secrets;

  private ConfigType(
      Class<C> type, RecordOf shape, JsonNode schema, Schema limits, Secret.Resolver secrets) {
    this.type = type;
    this.shape = shape;
    this.schema = schema;
    this.limits = limits;
    this.secrets = secrets;
  }

  /**
   * Reads the record class, once. That takes up to half a second the first time in a JVM, then some
   * milliseconds for each class. Throws {@link IllegalArgumentException} with one sentence when the
   * class is no record or has a component that fleet.yaml cannot say.
   */
  @SuppressWarnings("unchecked") // what is read of a class is of that class
  public static <C> ConfigType<C> of(Class<C> recordType) {
    return (ConfigType<C>) KNOWN.get(recordType);
  }

  private static <C> ConfigType<C> read(Class<C> recordType) {
    var shape = ConfigShapes.of(recordType);
    var schema = ConfigSchema.of(shape);
    var limits = SchemaRegistry.withDefaultDialect(Dialects.getDraft202012()).getSchema(schema);
    return new ConfigType<>(recordType, shape, schema, limits, Secret.Resolver.NONE);
  }

  /**
   * Binds a config that {@link #bind} of another JVM found right, without its schema: that takes
   * most of the time of a JVM that binds one config only. What a compact constructor refuses is
   * still found.
   */
  public static <C> Bound<C> bindChecked(Class<C> type, String json, Secret.Resolver secrets) {
    var shape = ConfigShapes.of(type);
    var findings = new Findings();
    var tree = ConfigDefaults.fill(shape, CanonicalJson.read(json));
    var value = new ConfigBinder(secrets, findings).record(shape, tree, "");
    return new Bound<>(value.map(type::cast), findings.list());
  }

  /** The same type whose secrets can be revealed; workers use this, masters do not. */
  public ConfigType<C> revealing(Secret.Resolver secrets) {
    return new ConfigType<>(type, shape, schema, limits, secrets);
  }

  /** The record class. */
  public Class<C> type() {
    return type;
  }

  /** The JSON schema, draft 2020-12, as JSON text. */
  public String schema() {
    return CanonicalJson.write(schema);
  }

  /**
   * Puts the defaults in, checks everything, and makes the record. Never throws for a wrong config:
   * all problems come back at once. What the compact constructor refuses comes when nothing else is
   * wrong.
   *
   * @param json the config as JSON text, {@link AutomationSpec#config}
   */
  public Bound<C> bind(String json) {
    var findings = new Findings();
    JsonNode tree;
    try {
      tree = ConfigDefaults.fill(shape, CanonicalJson.read(json));
    } catch (IllegalArgumentException broken) {
      return new Bound<>(
          Optional.empty(), List.of(new Problem(0, 0, "", "the config is no JSON", "")));
    }
    ConfigCheck.check(shape, tree, "", findings);
    ConfigLimits.check(limits, tree, findings);
    if (!findings.isEmpty()) {
      return new Bound<>(Optional.empty(), findings.list());
    }
    var value = new ConfigBinder(secrets, findings).record(shape, tree, "");
    return new Bound<>(value.map(type::cast), findings.list());
  }
}
