package io.fleet.cli;

import io.fleet.slot.SlotId;

/** A slot as a person types it. */
final class SlotName {
  private SlotName() {}

  static SlotId parse(String typed) {
    return SlotId.parse(typed)
        .orElseThrow(
            () ->
                new CommandFailed(
                    Exit.USAGE, "\"" + typed + "\" is no slot. Write it as in prober/17."));
  }
}
