package io.fleet.cli;

import io.fleet.slot.Generation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code fleet explain prober/17}. */
@Command(
    name = "explain",
    description = "Exactly one current reason, what led to it, what would change it.")
final class ExplainCommand implements Callable<Integer> {
  private final FleetCommand fleet;

  @Parameters(paramLabel = "SLOT", description = "as in prober/17")
  String slot = "";

  ExplainCommand(FleetCommand fleet) {
    this.fleet = fleet;
  }

  @Override
  public Integer call() {
    var id = SlotName.parse(slot);
    var told = fleet.http().get("/api/v1/slots/" + id.automation() + "/" + id.index());
    if (fleet.json()) {
      fleet.out.document("Slot", told);
    } else {
      fleet.out.say(text(told));
    }
    return Exit.OK;
  }

  static String text(JsonObject told) {
    var text =
        new StringBuilder(told.getString("slot", ""))
            .append(' ')
            .append(told.getString("state", ""));
    if (told.getValue("generation") instanceof Number number && number.longValue() > 0) {
      text.append(' ').append(Generation.parse("" + number.longValue()));
    }
    if (!told.getString("worker", "").isEmpty()) {
      text.append(" on ").append(told.getString("worker"));
    }
    if (!told.getString("reason", "").isEmpty()) {
      text.append(" (").append(told.getString("reason")).append(')');
    }
    text.append('\n');
    StatusText.objects(told, "why")
        .forEach(step -> text.append("  ").append(step.getString("sentence", "")).append('\n'));
    var timeline = StatusText.objects(told, "timeline");
    if (!timeline.isEmpty()) {
      var table = new Table("AT", "FROM", "TO", "CAUSE");
      timeline.forEach(
          move ->
              table.row(
                  Moments.shown(move.getValue("at")),
                  move.getString("from", ""),
                  move.getString("to", ""),
                  move.getString("cause", "")));
      text.append('\n').append(table).append('\n');
    }
    if (told.getValue("advice") instanceof JsonArray advice && !advice.isEmpty()) {
      text.append('\n');
      advice.forEach(line -> text.append("  ").append(line).append('\n'));
    }
    return text.toString().stripTrailing();
  }
}
