package planted.r3.fleet.protocol;

import com.fasterxml.jackson.databind.JsonNode;

/** Innocent: protocol may use Jackson. */
record Parses(JsonNode node) {}
