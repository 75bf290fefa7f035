package planted.r3.fleet.reconcile;

import com.fasterxml.jackson.databind.JsonNode;

/** Planted: a codec where decisions are made. */
record Parses(JsonNode node) {}
