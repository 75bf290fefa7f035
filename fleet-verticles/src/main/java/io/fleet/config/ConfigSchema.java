package io.fleet.config;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.MemberScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationModule;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationOption;
import io.fleet.config.ConfigShape.RecordOf;
import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The JSON schema (draft 2020-12) of a config record, for editors and for the limits. */
final class ConfigSchema {
  static final String NOT_BLANK = "^[\\s\\S]*\\S[\\s\\S]*$";

  private ConfigSchema() {}

  // The generator and its mapper see the user's class, so they live no longer than this call:
  // kept, they would keep the class loader of an old jar alive.
  static JsonNode of(RecordOf shape) {
    var config =
        new SchemaGeneratorConfigBuilder(
                new ObjectMapper(), SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
            .with(Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT)
            .with(Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES)
            .with(new Limits());
    config.forTypesInGeneral().withCustomDefinitionProvider(ConfigSchema::scalar);
    config
        .forFields()
        .withTargetTypeOverridesResolver(ConfigSchema::withoutOptional)
        .withRequiredCheck(
            field ->
                field.getAnnotationConsideringFieldAndGetter(Default.class) == null
                    && field.getDeclaredType().getErasedType() != Optional.class)
        .withDefaultResolver(field -> otherwise(shape, field))
        .withDescriptionResolver(ConfigSchema::doc);
    return new SchemaGenerator(config.build()).generateSchema(shape.type());
  }

  private static @Nullable List<ResolvedType> withoutOptional(FieldScope field) {
    var type = field.getDeclaredType();
    return type.getErasedType() == Optional.class
        ? List.of(type.getTypeParameters().getFirst())
        : null;
  }

  private static @Nullable Object otherwise(RecordOf shape, FieldScope field) {
    var owner = field.getDeclaringType().getErasedType();
    if (field.isFakeContainerItemScope() || !owner.isRecord()) {
      return null;
    }
    var record = owner == shape.type() ? shape : ConfigShapes.of(owner);
    return record.component(field.getDeclaredName()).flatMap(each -> each.otherwise()).orElse(null);
  }

  private static @Nullable String doc(FieldScope field) {
    var doc = field.getAnnotation(Doc.class);
    return doc == null || field.isFakeContainerItemScope() ? null : doc.value();
  }

  private static @Nullable CustomDefinition scalar(
      ResolvedType type, SchemaGenerationContext context) {
    var node = context.getGeneratorConfig().createObjectNode();
    var erased = type.getErasedType();
    if (erased == Duration.class) {
      return inline(node.put("type", "string").put("pattern", Durations.PATTERN));
    }
    if (erased == Bytes.class) {
      return inline(node.put("type", "string").put("pattern", Bytes.PATTERN));
    }
    if (erased == URI.class) {
      return inline(node.put("type", "string").put("format", "uri-reference"));
    }
    if (erased == Path.class) {
      return inline(node.put("type", "string"));
    }
    if (erased == Secret.class) {
      node.put("type", "object").put("additionalProperties", false);
      node.putObject("properties")
          .putObject("secret")
          .put("type", "string")
          .put("pattern", Secret.PATTERN);
      node.putArray("required").add("secret");
      return inline(node);
    }
    if (erased.isEnum()) {
      var names = node.put("type", "string").putArray("enum");
      Arrays.stream(erased.getEnumConstants())
          .map(each -> ConfigShapes.kebab((Enum<?>) each))
          .forEach(names::add);
      return inline(node);
    }
    return null;
  }

  private static CustomDefinition inline(ObjectNode node) {
    return new CustomDefinition(
        node, CustomDefinition.DefinitionType.INLINE, CustomDefinition.AttributeInclusion.YES);
  }

  /** jakarta.validation in a schema: there a pattern may match anywhere, here it may not. */
  private static final class Limits extends JakartaValidationModule {
    Limits() {
      super(JakartaValidationOption.INCLUDE_PATTERN_EXPRESSIONS);
    }

    @Override
    protected @Nullable String resolveStringPattern(MemberScope<?, ?> member) {
      var pattern = super.resolveStringPattern(member);
      var mayBeBlank =
          getAnnotationFromFieldOrGetter(member, NotBlank.class, NotBlank::groups) == null;
      if (pattern == null) {
        return mayBeBlank ? null : NOT_BLANK;
      }
      return (mayBeBlank ? "^(?:" : "^(?=[\\s\\S]*\\S)(?:") + pattern + ")$";
    }
  }
}
