package io.fleet.cli;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code fleet validate}: every problem in the file, with its line. Needs no master. */
@Command(name = "validate", description = "Every problem in the file, with its line. Exit 0 or 4.")
final class ValidateCommand implements Callable<Integer> {
  static final Path COMPILED = Path.of(".fleet", "classes");

  private final FleetCommand fleet;

  @Parameters(paramLabel = "FILE", description = "a fleet.yaml")
  Path file = Path.of("fleet.yaml");

  ValidateCommand(FleetCommand fleet) {
    this.fleet = fleet;
  }

  @Override
  public Integer call() {
    var checked = CheckedFile.read(file, COMPILED);
    var spec = checked.insist();
    if (!checked.warnings().isEmpty()) {
      fleet.out.hint(checked.warnings().stripTrailing());
    }
    var slots = spec.automations().values().stream().mapToLong(a -> a.slots()).sum();
    if (fleet.json()) {
      fleet.out.document(
          "Validation",
          new JsonObject()
              .put("ok", true)
              .put("automations", spec.automations().size())
              .put("slots", slots));
    } else {
      fleet.out.say(
          file
              + ": good. "
              + Amount.of(spec.automations().size(), "automation")
              + ", "
              + Amount.of(slots, "slot")
              + ".");
    }
    return Exit.OK;
  }
}
