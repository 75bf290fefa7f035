package io.fleet.config;

import java.util.List;
import java.util.Optional;

/**
 * A config record, or all that keeps it from being one. Immutable.
 *
 * @param value the record; empty when there is a problem
 * @param problems with paths relative to the config ({@code urls[0]}) and without a place; {@link
 *     Parsed#configProblem} gives them one
 * @param <C> the record
 * @since 0.1
 */
public record Bound<C>(Optional<C> value, List<Problem> problems) {
  public Bound {
    problems = List.copyOf(problems);
  }
}
