package io.fleet.cli;

import java.nio.file.Path;
import java.util.List;

/**
 * What {@code fleet dev} was asked to run.
 *
 * @param data where state is kept
 * @param workers how many worker JVMs; 0 for one worker inside
 * @param classes more class path of automations
 * @param automations folder of jars
 */
record DevPlan(Path data, int workers, List<Path> classes, Path automations) {
  DevPlan {
    classes = List.copyOf(classes);
  }
}
