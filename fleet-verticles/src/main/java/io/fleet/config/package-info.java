/**
 * fleet.yaml as records, and the config records of automations: parse with line and column, put in
 * defaults, check against the schema, report all problems at once, hash. Pure: text in, values out;
 * opening the file is the caller's work. Jackson, YAML and JSON Schema may enter; Vert.x, I/O,
 * clocks and threads may not.
 */
@NullMarked
package io.fleet.config;

import org.jspecify.annotations.NullMarked;
