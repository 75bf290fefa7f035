package io.fleet.cli;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code fleet version}. */
@Command(name = "version", description = "The versions of Fleet and of the JVM under it.")
final class VersionCommand implements Callable<Integer> {
  private final FleetCommand fleet;

  VersionCommand(FleetCommand fleet) {
    this.fleet = fleet;
  }

  /** As the jar's manifest has it. */
  static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("unpackaged");
  }

  @Override
  public Integer call() {
    var java = Runtime.version().toString();
    if (fleet.json()) {
      fleet.out.document("Version", new JsonObject().put("fleet", version()).put("java", java));
    } else {
      fleet.out.say("fleet " + version() + " on Java " + java);
    }
    return Exit.OK;
  }
}
