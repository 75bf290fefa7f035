package planted.r3.fleet.protocol;

import io.vertx.core.json.JsonObject;

/** Planted: Vert.x. */
record NamesVertx(JsonObject body) {}
