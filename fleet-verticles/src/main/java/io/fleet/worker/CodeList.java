package io.fleet.worker;

import io.fleet.automation.AutomationType;
import io.fleet.automation.Catalog;
import io.fleet.config.FleetSpec;
import io.fleet.protocol.Code;
import java.util.ArrayList;
import java.util.List;

/**
 * Which automations are on the class path of this worker: all that are registered, and those that
 * fleet.yaml names by a class that is not. Loads classes: not for an event loop.
 */
final class CodeList {
  private CodeList() {}

  static List<Code> of(Catalog catalog, FleetSpec fleet) {
    var codes = new ArrayList<Code>();
    catalog.types().forEach(type -> codes.add(code(type.name(), type)));
    for (var automation : fleet.automations().values()) {
      var written = automation.className();
      if (codes.stream().noneMatch(code -> code.isNamed(written))) {
        try {
          catalog.find(written).ifPresent(type -> codes.add(code("", type)));
        } catch (IllegalArgumentException noAutomation) {
          // A class that is no automation is no code for one; apply says so to whoever wrote it.
        }
      }
    }
    return List.copyOf(codes);
  }

  private static Code code(String name, AutomationType type) {
    return new Code(name, type.className(), type.version().orElse(""));
  }
}
