package io.fleet.cli;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The settings of a daemon, each with where it came from. A flag wins over the environment, that
 * over the conf file, that over the default. Immutable.
 */
final class Settings {
  /** The flag that names the conf file, for messages. */
  static final String CONF_FLAG = "--conf";

  private static final String CONF_ENV = "FLEET_CONF";

  /**
   * A value with its origin.
   *
   * @param key which setting
   * @param text its value as one would write it on the command line
   * @param origin {@code flag --http}, {@code FLEET_HTTP}, {@code conf/master.json}, {@code
   *     default}
   */
  record Setting(Key key, String text, String origin) {}

  private final Map<String, Setting> byName;

  private Settings(Map<String, Setting> byName) {
    this.byName = byName;
  }

  /**
   * Resolves every key.
   *
   * @param flags what was given on the command line, by flag, {@code --conf} among them
   * @param usualConf read when it is there and no other is named
   */
  static Settings resolve(
      List<Key> keys, Map<String, String> flags, Map<String, String> env, Path usualConf) {
    var named =
        Optional.ofNullable(flags.get(CONF_FLAG)).or(() -> Optional.ofNullable(env.get(CONF_ENV)));
    var file = named.map(Path::of).orElse(usualConf);
    var conf = named.isPresent() || Files.exists(file) ? read(file) : new JsonObject();
    var flat = flatten(conf, keys, file);
    var byName = new LinkedHashMap<String, Setting>();
    for (var key : keys) {
      byName.put(key.name(), checked(pick(key, flags, env, flat, file)));
    }
    return new Settings(byName);
  }

  Setting setting(String name) {
    var setting = byName.get(name);
    if (setting == null) {
      throw new IllegalArgumentException("no setting " + name);
    }
    return setting;
  }

  String text(String name) {
    return setting(name).text();
  }

  int number(String name) {
    return Integer.parseInt(text(name));
  }

  List<String> list(String name) {
    return split(text(name));
  }

  /** The same settings with one of them set by Fleet itself. */
  Settings with(String name, String text, String origin) {
    var changed = new LinkedHashMap<>(byName);
    changed.put(name, new Setting(setting(name).key(), text, origin));
    return new Settings(changed);
  }

  /** As the config of a verticle: the keys of the conf file, without those of the cluster. */
  JsonObject config() {
    var config = new JsonObject();
    byName.forEach(
        (name, setting) -> {
          var dot = name.indexOf('.');
          if (dot < 0) {
            config.put(name, value(setting));
          } else if (!name.startsWith("cluster.")) {
            var outer = name.substring(0, dot);
            var inner = config.getJsonObject(outer, new JsonObject());
            config.put(outer, inner.put(name.substring(dot + 1), value(setting)));
          }
        });
    return config;
  }

  /** As flags, for a child process that must see the same. */
  List<String> flags() {
    var flags = new ArrayList<String>();
    for (var setting : byName.values()) {
      if (setting.key().kind() == Key.Kind.SWITCH) {
        if (setting.text().equals("true")) {
          flags.add(setting.key().flag());
        }
      } else if (!setting.text().isEmpty()) {
        flags.add(setting.key().flag());
        flags.add(setting.text());
      }
    }
    return flags;
  }

  ClusterSettings cluster() {
    var publicPort = number("cluster.publicPort");
    var members = list("cluster.members");
    for (var member : members) {
      if (!isPlace(member)) {
        throw wrong(setting("cluster.members"), "\"" + member + "\" is no HOST:PORT");
      }
    }
    if (members.contains(text("cluster.host") + ":" + text("cluster.port"))) {
      throw wrong(
          setting("cluster.port"),
          "port "
              + text("cluster.port")
              + " is one of cluster.members: that one is Hazelcast's, this one the event bus's."
              + " Take another, or 0 for any");
    }
    return new ClusterSettings(
        text("fleet"),
        text("cluster.host"),
        number("cluster.port"),
        Optional.of(text("cluster.publicHost")).filter(host -> !host.isEmpty()),
        publicPort == 0 ? Optional.empty() : Optional.of(publicPort),
        members);
  }

  /** Each value with its origin, passwords left out. */
  String print() {
    var table = new Table("KEY", "VALUE", "ORIGIN");
    byName.forEach(
        (name, setting) -> table.row(name, withoutPassword(setting.text()), setting.origin()));
    return table.toString();
  }

  /** Up to the last @: what stands before it may be a password with odd letters in it. */
  private static String withoutPassword(String text) {
    return text.replaceFirst("//.*@", "//***@").replaceAll("(?i)(password=)[^&]*", "$1***");
  }

  private static Setting pick(
      Key key,
      Map<String, String> flags,
      Map<String, String> env,
      Map<String, String> conf,
      Path file) {
    var flag = flags.get(key.flag());
    if (flag != null) {
      return new Setting(key, flag, "flag " + key.flag());
    }
    var fromEnv = key.env().isEmpty() ? null : env.get(key.env());
    if (fromEnv != null && !fromEnv.isEmpty()) {
      return new Setting(key, fromEnv, key.env());
    }
    var fromConf = conf.get(key.name());
    return fromConf == null
        ? new Setting(key, key.fallback(), "default")
        : new Setting(key, fromConf, file.toString());
  }

  private static Setting checked(Setting setting) {
    var text = setting.text();
    switch (setting.key().kind()) {
      case NUMBER -> {
        if (!text.matches("\\d{1,9}")) {
          throw wrong(setting, "\"" + text + "\" is no whole number");
        }
      }
      case SWITCH -> {
        if (!text.equals("true") && !text.equals("false")) {
          throw wrong(setting, "\"" + text + "\" is neither true nor false");
        }
      }
      case PLACE -> {
        if (!isPlace(text)) {
          throw wrong(setting, "\"" + text + "\" is no HOST:PORT");
        }
      }
      case CHOICE -> {
        var words = List.of(setting.key().label().split("\\|"));
        if (!words.contains(text)) {
          throw wrong(setting, "\"" + text + "\" is not one of " + String.join(", ", words));
        }
      }
      case LABELS -> {
        for (var label : split(text)) {
          if (label.indexOf('=') < 1) {
            throw wrong(setting, "\"" + label + "\" is no name=value");
          }
        }
      }
      case TEXT, LIST -> {}
    }
    return setting;
  }

  private static CommandFailed wrong(Setting setting, String what) {
    var conf = setting.origin().endsWith(".json");
    return new CommandFailed(
        conf ? Exit.INVALID : Exit.USAGE,
        what + " (key " + setting.key().name() + ", from " + setting.origin() + ").");
  }

  private static boolean isPlace(String text) {
    try {
      HostPort.parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Object value(Setting setting) {
    return switch (setting.key().kind()) {
      case NUMBER -> Integer.parseInt(setting.text());
      case SWITCH -> Boolean.parseBoolean(setting.text());
      case LIST -> new JsonArray(split(setting.text()));
      case LABELS -> {
        var labels = new JsonObject();
        for (var label : split(setting.text())) {
          var equals = label.indexOf('=');
          labels.put(label.substring(0, equals), label.substring(equals + 1));
        }
        yield labels;
      }
      case TEXT, PLACE, CHOICE -> setting.text();
    };
  }

  private static JsonObject read(Path file) {
    try {
      return new JsonObject(Files.readString(file));
    } catch (IOException e) {
      throw new CommandFailed(
          Exit.USAGE,
          "Cannot read the conf file " + file + ". Check the path after " + CONF_FLAG + ".",
          e);
    } catch (DecodeException | ClassCastException e) {
      throw new CommandFailed(
          Exit.INVALID, file + " is no JSON object: " + firstLine(e) + ". Mend it.", e);
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
  }

  private static Map<String, String> flatten(JsonObject conf, List<Key> keys, Path file) {
    var kinds = keys.stream().collect(Collectors.toMap(Key::name, Key::kind));
    var flat = new LinkedHashMap<String, String>();
    for (var entry : conf) {
      if (entry.getValue() instanceof JsonObject inner
          && kinds.get(entry.getKey()) != Key.Kind.LABELS) {
        inner.forEach(e -> flat.put(entry.getKey() + "." + e.getKey(), text(e.getValue())));
      } else {
        flat.put(entry.getKey(), text(entry.getValue()));
      }
    }
    for (var name : flat.keySet()) {
      if (!kinds.containsKey(name)) {
        throw new CommandFailed(
            Exit.INVALID,
            file + ": unknown key \"" + name + "\"." + Question.question(name, kinds.keySet()));
      }
    }
    return flat;
  }

  private static String text(Object value) {
    return switch (value) {
      case JsonArray list -> list.stream().map(String::valueOf).collect(Collectors.joining(","));
      case JsonObject labels ->
          labels.stream()
              .map(e -> e.getKey() + "=" + e.getValue())
              .collect(Collectors.joining(","));
      default -> String.valueOf(value);
    };
  }

  private static List<String> split(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("\\s*,\\s*"));
  }
}
