package io.fleet.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What both daemons have in common: their flags come from the table of keys. */
abstract sealed class DaemonCommand implements Callable<Integer>
    permits MasterCommand, WorkerCommand {
  private final List<Key> keys;
  private final Path usualConf;
  private final Map<String, String> flags = new HashMap<>();
  final FleetCommand fleet;

  DaemonCommand(FleetCommand fleet, List<Key> keys, Path usualConf) {
    this.fleet = fleet;
    this.keys = keys;
    this.usualConf = usualConf;
  }

  /** The command as picocli knows it, with a flag for every key. */
  final CommandSpec spec() {
    var spec = CommandSpec.forAnnotatedObject(this);
    for (var key : keys) {
      spec.addOption(flag(key, describe(key)));
    }
    spec.addOption(
        flag(
            Settings.CONF_FLAG,
            "FILE",
            "1",
            "JSON with the same keys (FLEET_CONF; default " + usualConf + " if there)"));
    return spec;
  }

  final Settings settings() {
    return Settings.resolve(keys, flags, System.getenv(), usualConf);
  }

  private OptionSpec flag(Key key, String description) {
    return flag(key.flag(), key.label(), key.kind() == Key.Kind.SWITCH ? "0" : "1", description);
  }

  private OptionSpec flag(String name, String label, String arity, String description) {
    return OptionSpec.builder(name)
        .type(arity.equals("0") ? Boolean.class : String.class)
        .arity(arity)
        .paramLabel(label)
        .description(description)
        .setter(
            new picocli.CommandLine.Model.ISetter() {
              @Override
              @SuppressWarnings("unchecked") // the contract of picocli: the value before
              public <T> T set(T value) {
                return value == null
                    ? (T) flags.remove(name)
                    : (T) flags.put(name, value.toString());
              }
            })
        .build();
  }

  private static String describe(Key key) {
    var origins = key.env().isEmpty() ? "key " + key.name() : key.env() + ", key " + key.name();
    var fallback = key.fallback().isEmpty() ? "" : "; default " + key.fallback();
    return key.meaning() + " (" + origins + fallback + ")";
  }
}
