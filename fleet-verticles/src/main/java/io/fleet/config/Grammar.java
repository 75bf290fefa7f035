package io.fleet.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The fields of fleet.yaml: the one table of what this version reads and what it refuses. */
final class Grammar {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
  private static final Pattern TOPIC = Pattern.compile("[a-z0-9.-]{1,60}");

  private static final FieldsRule RESTART =
      new FieldsRule()
          .field("attempts", Rules.whole(1, 1_000))
          .field("within", Rules.duration(false))
          .field("delay", Rules.duration(false))
          .field("backoff", Rules.number(1, 100))
          .field("maxDelay", Rules.duration(false))
          .field("then", Rules.oneOf(List.of("quarantine", "keep-trying"), Map.of()));

  private static final FieldsRule ROLLOUT =
      new FieldsRule()
          .field("maxUnavailable", Rules.part())
          .field(
              "strategy",
              Rules.oneOf(
                  List.of("rolling", "canary", "all-at-once"),
                  Map.of(
                      "canary", "canary rollouts come with a later version; leave it out",
                      "all-at-once",
                          "all-at-once comes with a later version; write maxUnavailable: 100%")))
          .later("canary", "canary rollouts come")
          .later("minHealthy", "health gates come")
          .later("deadline", "health gates come")
          .later("progress", "health gates come")
          .later("autoRevert", "automatic reverts come")
          .later("autoPromote", "automatic promotion comes");

  private static final FieldsRule AUTOMATION =
      new FieldsRule()
          .field(
              "class",
              Rules.text(
                  Pattern.compile("[A-Za-z_][A-Za-z0-9_.$-]{0,199}"),
                  "Write a class name (examples.UrlProber) or its short name (url-prober)"))
          .field(
              "version",
              Rules.text(
                  Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,99}"),
                  "Write what the jar's manifest says, like \"1.4.0\""))
          .field("slots", Rules.whole(0, 100_000))
          .field("paused", Rules.flag())
          .field("config", Rules.config())
          .field("restart", RESTART)
          .field("rollout", ROLLOUT)
          .field(
              "limits",
              new FieldsRule()
                  .field("executeTimeout", Rules.duration(false))
                  .field("progress", Rules.duration(false))
                  .later("rate", "fleet-wide rate limits come"))
          .field("drain", new FieldsRule().field("deadline", Rules.duration(true)))
          .field(
              "placement",
              new FieldsRule()
                  .field("require", Rules.labels())
                  .field("spread", Rules.text(Rules.LABEL, "Write host, none or a label's name"))
                  .field("maxSlotsPerHost", Rules.whole(1, 100_000)))
          .later("package", "packages by coordinates come")
          .field("threading", Rules.oneOf(Threading.words(), Map.of()))
          .field("resources", new FieldsRule().field("memory", Rules.size()))
          .later("errorBudget", "error budgets come")
          .later("autoscale", "autoscaling comes")
          .later("needs", "browser pools come");

  private static final FieldsRule STREAM =
      new FieldsRule()
          .field("window", Rules.whole(1, 1_000_000))
          .field("maxAttempts", Rules.whole(1, 1_000))
          .field(
              "retention",
              new FieldsRule()
                  .field("maxLength", Rules.whole(1, 100_000_000))
                  .later("maxAge", "retention by age comes"))
          .field(
              "delivery",
              Rules.oneOf(
                  List.of("durable", "live"),
                  Map.of("live", "live topics come with a later version")))
          .later("partitions", "partitions come")
          .later("unique", "another time for unique keys comes")
          .later("maxRetries", "another limit of retries comes")
          .later("deadLetter", "another name for dead letters comes")
          .later("tap", "taps come");

  private static final FieldsRule FILE =
      new FieldsRule()
          .field("apiVersion", Rules.oneOf(List.of("fleet/v1"), Map.of()))
          .field(
              "kind",
              Rules.oneOf(
                  List.of("Fleet"),
                  Map.of("Automation", "kind Automation is kept for a later version; write Fleet")))
          .field(
              "metadata",
              new FieldsRule()
                  .field(
                      "name",
                      Rules.text(Pattern.compile("\\S(?:.{0,58}\\S)?"), "At most 60 characters"))
                  .field("labels", Rules.labels()))
          .field(
              "failover",
              Rules.oneOf(
                  Arrays.stream(Failover.values())
                      .map(each -> each.name().toLowerCase(Locale.ROOT))
                      .toList(),
                  Map.of()))
          .field("defaults", AUTOMATION)
          .field("automations", Grammar::automations)
          .field("streams", Grammar::streams)
          .later("browsers", "browser pools come");

  private Grammar() {}

  /** Everything that is wrong with the shape of the file. */
  static void check(Yaml file, Findings findings) {
    if (Rules.isNothing(file)) {
      findings.add(
          Place.START,
          "",
          "the file is empty",
          "Begin with apiVersion: fleet/v1, or make a project with fleet new");
      return;
    }
    var meant = FILE.checkFields(file, "", findings);
    if (!(file instanceof Yaml.Fields fields)) {
      return;
    }
    require(fields, "apiVersion", "Add the line apiVersion: fleet/v1", meant, findings);
    require(fields, "kind", "Add the line kind: Fleet", meant, findings);
    var nameHint = "Add the line metadata: { name: my-fleet }";
    require(fields, "metadata", nameHint, meant, findings);
    var metadata = fields.entries().get("metadata");
    if (metadata != null && !(metadata.value() instanceof Yaml.Text)) {
      named(metadata, nameHint, findings);
    } else if (metadata != null && Rules.isNothing(metadata.value())) {
      findings.add(metadata.at(), "metadata.name", "missing", nameHint);
    }
  }

  private static void named(Yaml.Entry metadata, String hint, Findings findings) {
    if (metadata.value() instanceof Yaml.Fields fields
        && !fields.entries().containsKey("name")
        && fields.entries().keySet().stream()
            .noneMatch(key -> Nearest.to(key, Set.of("name")).isPresent())) {
      findings.add(metadata.at(), "metadata.name", "missing", hint);
    }
  }

  private static void require(
      Yaml.Fields fields, String name, String hint, Set<String> meant, Findings findings) {
    if (!fields.entries().containsKey(name) && !meant.contains(name)) {
      findings.add(fields.at(), name, "missing", hint);
    }
  }

  private static void automations(Yaml value, String path, Findings findings) {
    eachNamed(
        value,
        path,
        findings,
        (key, entry, child) -> {
          if (!NAME.matcher(key).matches()) {
            findings.add(
                entry.at(),
                child,
                "names are lower case (a-z, 0-9, -), start with a letter, at most 40 long",
                similar(key).map(name -> "Try " + Words.quote(name) + ".").orElse(""));
          }
          AUTOMATION.check(entry.value(), child, findings);
        });
  }

  /** Whether a misspelt field of the automation probably was meant to be its version. */
  static boolean meansVersion(Yaml automation) {
    return !(automation instanceof Yaml.Fields fields)
        ? !Rules.isNothing(automation)
        : fields.entries().keySet().stream()
            .anyMatch(
                key ->
                    !AUTOMATION.below().contains(key)
                        && Nearest.to(key, AUTOMATION.below())
                            .filter("version"::equals)
                            .isPresent());
  }

  private static Optional<String> similar(String key) {
    var name =
        key.toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^[^a-z]+", "")
            .replaceAll("-+$", "");
    name = name.length() > 40 ? name.substring(0, 40) : name;
    return NAME.matcher(name).matches() ? Optional.of(name) : Optional.empty();
  }

  private static void streams(Yaml value, String path, Findings findings) {
    eachNamed(
        value,
        path,
        findings,
        (key, entry, child) -> {
          if (!TOPIC.matcher(key).matches()) {
            findings.add(
                entry.at(),
                child,
                "topics are named in lower case (a-z, 0-9, . and -), at most 60 long",
                "");
          }
          STREAM.check(entry.value(), child, findings);
        });
  }

  private interface Named {
    void check(String key, Yaml.Entry entry, String path);
  }

  private static void eachNamed(Yaml value, String path, Findings findings, Named check) {
    if (Rules.isNothing(value)) {
      return;
    }
    if (!(value instanceof Yaml.Fields fields)) {
      findings.add(
          value.at(),
          path,
          "expects names with fields below, found " + Rules.found(value),
          "Write it as name: { … }");
      return;
    }
    fields
        .entries()
        .forEach((key, entry) -> check.check(key, entry, Paths.child(path, Words.clip(key))));
  }
}
