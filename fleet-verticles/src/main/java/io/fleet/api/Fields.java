package io.fleet.api;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Takes fields out of a request, or refuses it with one sentence. Pure. */
final class Fields {
  private Fields() {}

  static Optional<String> text(JsonObject request, String name) {
    var value = request.getValue(name);
    if (value == null || value instanceof String) {
      return Optional.ofNullable((String) value);
    }
    throw new ApiFailure(400, "Field \"" + name + "\" must be text.");
  }

  static String required(JsonObject request, String name) {
    return text(request, name)
        .filter(value -> !value.isEmpty())
        .orElseThrow(() -> new ApiFailure(400, "Field \"" + name + "\" is missing."));
  }

  /** A whole number; over REST it comes as text. */
  static int number(JsonObject request, String name, int otherwise, int min, int max) {
    var value = request.getValue(name);
    if (value == null) {
      return otherwise;
    }
    try {
      var number = Long.parseLong(value.toString());
      if (number >= min && number <= max) {
        return (int) number;
      }
    } catch (NumberFormatException e) {
      // Refused below, as one out of range.
    }
    throw new ApiFailure(
        400,
        "Field \"%s\" must be a whole number from %d to %d, not %s."
            .formatted(name, min, max, value));
  }
}
