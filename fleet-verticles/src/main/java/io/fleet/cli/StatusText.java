package io.fleet.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A status document as text, all of it or of one automation. Immutable. */
final class StatusText {
  private final JsonObject status;
  private final Optional<JsonObject> only;

  /** Throws {@link CommandFailed} when there is no such automation. */
  StatusText(JsonObject status, Optional<String> name) {
    this.status = status;
    this.only = name.map(wanted -> find(status, wanted));
  }

  JsonObject document() {
    return only.map(one -> status.copy().put("automations", new JsonArray().add(one)))
        .orElse(status);
  }

  /** An automation is well when nothing needs a person for it and all its slots are held. */
  boolean isWell() {
    return only.map(
            one ->
                needs().stream().noneMatch(need -> targets(need, one))
                    && number(one, "fill")
                        .map(fill -> fill >= 1)
                        .orElse(running(one) >= desired(one)))
        .orElseGet(() -> "well".equals(status.getString("verdict")));
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    text.append(only.map(this::sentence).orElseGet(() -> StatusCommand.sentence(status)));
    text.append('\n');
    var needs =
        needs().stream().filter(need -> only.map(one -> targets(need, one)).orElse(true)).toList();
    if (!needs.isEmpty()) {
      text.append('\n');
      needs.forEach(need -> text.append("  ").append(line(need)).append('\n'));
    }
    var automations = only.map(List::of).orElseGet(() -> objects(status, "automations"));
    if (!automations.isEmpty()) {
      var table = new Table("AUTOMATION", "VERSION", "SLOTS", "STATES", "PER SECOND", "ERRORS");
      automations.forEach(
          a ->
              table.row(
                  a.getString("name", ""),
                  a.getString("version", ""),
                  running(a) + "/" + desired(a) + (a.getBoolean("paused", false) ? " paused" : ""),
                  states(a),
                  number(a, "perSecond").map(StatusText::rate).orElse("-"),
                  number(a, "errorRate").map(StatusText::percent).orElse("-")));
      text.append('\n').append(table).append('\n');
    }
    if (only.isEmpty()) {
      text.append('\n').append(parts());
    }
    return text.toString().stripTrailing();
  }

  private String sentence(JsonObject one) {
    return one.getString("name")
        + ": "
        + Amount.count(running(one))
        + " of "
        + Amount.of(desired(one), "slot")
        + " running.";
  }

  private String parts() {
    var workers = Optional.ofNullable(status.getJsonObject("workers")).orElseGet(JsonObject::new);
    var counted =
        workers.stream()
            .filter(e -> e.getValue() instanceof Number n && n.longValue() > 0)
            .map(e -> e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", "));
    var master = Optional.ofNullable(status.getJsonObject("master")).orElseGet(JsonObject::new);
    var leader = master.getString("leader", "");
    return "Workers: "
        + (counted.isEmpty() ? "none" : counted)
        + ". Master: "
        + (leader == null || leader.isEmpty() ? "none" : leader)
        + ", epoch "
        + master.getValue("epoch", 0)
        + ", "
        + master.getString("state", "unknown")
        + standbys(master)
        + ".";
  }

  private static String standbys(JsonObject master) {
    var names = master.getJsonArray("standbys", new JsonArray());
    return names.isEmpty()
        ? ""
        : "; standing by: " + names.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private List<JsonObject> needs() {
    return objects(status, "needs");
  }

  private static String line(JsonObject need) {
    var commands =
        objects(need, "actions").stream()
            .map(action -> action.getString("command", ""))
            .filter(command -> !command.isEmpty())
            .collect(Collectors.joining(" or "));
    return need.getString("target", "")
        + ": "
        + need.getString("sentence", "")
        + " ("
        + need.getString("reason", "")
        + ")"
        + (need.getString("doing", "").isEmpty() ? "" : ", " + need.getString("doing"))
        + (commands.isEmpty() ? "" : ": " + commands);
  }

  private static boolean targets(JsonObject need, JsonObject automation) {
    var target = need.getString("target", "");
    var name = automation.getString("name", "");
    return target.equals(name) || target.startsWith(name + "/");
  }

  private static String states(JsonObject automation) {
    return Optional.ofNullable(automation.getJsonObject("states"))
        .orElseGet(JsonObject::new)
        .stream()
        .filter(e -> e.getValue() instanceof Number n && n.longValue() > 0)
        .map(e -> e.getKey() + " " + e.getValue())
        .collect(Collectors.joining(" "));
  }

  private static long running(JsonObject automation) {
    return Optional.ofNullable(automation.getJsonObject("states"))
        .map(states -> states.getLong("RUNNING", 0L))
        .orElse(0L);
  }

  private static long desired(JsonObject automation) {
    return automation.getLong("desired", 0L);
  }

  private static Optional<Double> number(JsonObject of, String field) {
    return of.getValue(field) instanceof Number n ? Optional.of(n.doubleValue()) : Optional.empty();
  }

  private static String rate(double perSecond) {
    return String.format(Locale.ROOT, perSecond < 10 ? "%.1f" : "%,.0f", perSecond);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", share * 100);
  }

  /** The objects of an array, which may be absent. */
  static List<JsonObject> objects(JsonObject of, String field) {
    return of.getValue(field) instanceof JsonArray array
        ? array.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast).toList()
        : List.of();
  }

  private static JsonObject find(JsonObject status, String name) {
    var all = objects(status, "automations");
    var names = all.stream().map(a -> a.getString("name", "")).toList();
    return all.stream()
        .filter(a -> name.equals(a.getString("name")))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandFailed(
                    Exit.FAILED,
                    "There is no automation \"" + name + "\"." + Question.question(name, names)));
  }
}
