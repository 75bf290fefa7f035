package io.fleet.api;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.function.Function;

/**
 * One thing that can be asked; the bus consumer and the REST route are both made from it.
 *
 * @param address on the bus, {@code fleet.noun.verb}
 * @param verb of the REST route
 * @param path below {@code /api/v1}; its {@code :names} become fields
 * @param role who may
 * @param fields every field that a request may have; others are refused
 * @param handler answers; fails with {@link ApiFailure} when it is the caller's fault
 */
record Operation(
    String address,
    HttpMethod verb,
    String path,
    Role role,
    Set<String> fields,
    Function<JsonObject, Future<JsonObject>> handler) {
  /** Checks the request's fields and answers; never throws. */
  Future<JsonObject> call(JsonObject request) {
    for (var field : request.fieldNames()) {
      if (!fields.contains(field)) {
        return Future.failedFuture(
            new ApiFailure(
                400,
                "Unknown field \"%s\" of %s.%s"
                    .formatted(
                        field,
                        address,
                        fields.isEmpty()
                            ? " It takes none."
                            : Hint.hint(field, fields).isEmpty()
                                ? " It takes "
                                    + String.join(", ", fields.stream().sorted().toList())
                                    + "."
                                : Hint.hint(field, fields))));
      }
    }
    try {
      return handler.apply(request);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }
}
