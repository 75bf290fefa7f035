package io.fleet.worker;

import io.fleet.automation.AutomationType;
import io.fleet.automation.Catalog;
import io.fleet.config.AutomationSpec;
import io.fleet.config.ConfigType;
import io.fleet.config.Secret;
import io.fleet.slot.Fence;
import io.fleet.slot.SlotId;
import java.util.stream.Collectors;

/** Finds the code and binds the config of a generation. Loads classes: not for an event loop. */
final class Tenants {
  /** How a generation's code and config were found. */
  sealed interface Found {
    /** All is there. */
    record Ready(Tenancy tenancy) implements Found {}

    /** A retry cannot help. */
    record Refused(String why) implements Found {}
  }

  private final Catalog catalog;
  private final String worker;
  private final long boot;
  private final Secret.Resolver secrets;

  Tenants(Catalog catalog, String worker, long boot, Secret.Resolver secrets) {
    this.catalog = catalog;
    this.worker = worker;
    this.boot = boot;
    this.secrets = secrets;
  }

  Found find(SlotId slot, long gen, AutomationSpec spec) {
    var type = catalog.find(spec.className());
    if (type.isEmpty()) {
      return new Found.Refused(spec.className() + " is not on the class path of worker " + worker);
    }
    var version = type.get().version();
    if (version.isPresent() && !version.get().equals(spec.version())) {
      return new Found.Refused(
          "%s is version %s here, not %s"
              .formatted(spec.className(), version.get(), spec.version()));
    }
    return bind(slot, gen, spec, type.get());
  }

  private Found bind(SlotId slot, long gen, AutomationSpec spec, AutomationType type) {
    var bound = ConfigType.of(type.configType()).revealing(secrets).bind(spec.config());
    if (bound.value().isEmpty()) {
      return new Found.Refused(
          "CONFIG_REFUSED: "
              + bound.problems().stream()
                  .map(problem -> problem.path() + ": " + problem.what())
                  .collect(Collectors.joining("; ")));
    }
    var fence = new Fence(slot.toString(), gen, worker, boot);
    return new Found.Ready(new Tenancy(slot, fence, spec, type, bound.value().get()));
  }
}
