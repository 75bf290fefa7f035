package io.fleet.worker;

import io.fleet.automation.AutomationType;
import io.fleet.config.AutomationSpec;
import io.fleet.config.ConfigType;
import io.fleet.config.Secret;
import io.fleet.protocol.Code;
import io.fleet.slot.Fence;
import io.fleet.slot.SlotId;
import java.util.stream.Collectors;

/** Finds the code and binds the config of a generation. Loads classes: not for an event loop. */
final class Tenants {
  /** How a generation's code and config were found. */
  sealed interface Found {
    /** All is there; the use is to be ended with the generation. */
    record Ready(Tenancy tenancy, CodeUse use) implements Found {}

    /** A retry cannot help. */
    record Refused(String why) implements Found {}
  }

  private final Packages packages;
  private final String worker;
  private final long boot;
  private final Secret.Resolver secrets;

  Tenants(Packages packages, String worker, long boot, Secret.Resolver secrets) {
    this.packages = packages;
    this.worker = worker;
    this.boot = boot;
    this.secrets = secrets;
  }

  Found find(SlotId slot, long gen, AutomationSpec spec) {
    var use = packages.use(spec);
    if (use.isEmpty()) {
      return new Found.Refused(missing(spec));
    }
    Found found;
    try {
      found = bind(slot, gen, spec, use.get());
    } catch (RuntimeException | Error e) {
      use.get().end();
      throw e;
    }
    if (found instanceof Found.Refused) {
      use.get().end();
    }
    return found;
  }

  private String missing(AutomationSpec spec) {
    var versions = packages.versions(spec.className());
    return versions.isEmpty()
        ? spec.className() + " is not on the class path of worker " + worker
        : "%s is version %s here, not %s"
            .formatted(
                spec.className(),
                String.join(" and ", versions),
                Code.shown(spec.version(), spec.code()));
  }

  private Found bind(SlotId slot, long gen, AutomationSpec spec, CodeUse use) {
    AutomationType type = use.type();
    var bound = ConfigType.of(type.configType()).revealing(secrets).bind(spec.config());
    if (bound.value().isEmpty()) {
      return new Found.Refused(
          "CONFIG_REFUSED: "
              + bound.problems().stream()
                  .map(problem -> problem.path() + ": " + problem.what())
                  .collect(Collectors.joining("; ")));
    }
    var fence = new Fence(slot.toString(), gen, worker, boot);
    return new Found.Ready(new Tenancy(slot, fence, spec, type, bound.value().get()), use);
  }
}
