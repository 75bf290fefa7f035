package io.fleet.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code fleet stack prober/17}. */
@Command(name = "stack", description = "Where the threads of a slot stand now.")
final class StackCommand implements Callable<Integer> {
  private final FleetCommand fleet;

  @Parameters(paramLabel = "SLOT", description = "as in prober/17")
  String slot = "";

  StackCommand(FleetCommand fleet) {
    this.fleet = fleet;
  }

  @Override
  public Integer call() {
    var id = SlotName.parse(slot);
    var told = fleet.http().get("/api/v1/slots/" + id.automation() + "/" + id.index() + "/stack");
    if (fleet.json()) {
      fleet.out.document("Stack", told);
    } else {
      fleet.out.say(text(told));
    }
    return Exit.OK;
  }

  static String text(JsonObject told) {
    var text =
        new StringBuilder(told.getString("slot", ""))
            .append(' ')
            .append(told.getString("state", ""))
            .append(" on ")
            .append(told.getString("worker", ""));
    if (told.getValue("cpuMillis") instanceof Number millis) {
      text.append(", ").append(millis.longValue()).append(" ms of CPU");
    }
    if (told.getValue("allocatedBytes") instanceof Number bytes) {
      text.append(", ").append(bytes.longValue() >> 20).append(" MiB allocated");
    }
    text.append('\n');
    told.getJsonObject("ledger", new JsonObject())
        .forEach(
            kind -> {
              var balance = (JsonObject) kind.getValue();
              text.append("  ")
                  .append(kind.getKey())
                  .append(": ")
                  .append(balance.getLong("open"))
                  .append(" open, ")
                  .append(balance.getLong("opened"))
                  .append(" opened so far\n");
            });
    for (var thread : StatusText.objects(told, "threads")) {
      text.append('\n')
          .append('"')
          .append(thread.getString("name", ""))
          .append("\" ")
          .append(thread.getString("state", ""))
          .append('\n');
      thread
          .getJsonArray("frames", new JsonArray())
          .forEach(frame -> text.append("    at ").append(frame).append('\n'));
    }
    return text.toString().stripTrailing();
  }
}
