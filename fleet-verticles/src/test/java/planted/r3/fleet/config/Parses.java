package planted.r3.fleet.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;

/** Innocent: config may use Jackson, and a path is a value. */
record Parses(JsonNode node, Path file) {}
