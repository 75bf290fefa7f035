package io.fleet.config;

import io.fleet.config.Yaml.Entry;
import java.util.Optional;

/**
 * Where each key and each value of a file stands. Immutable. Paths are those of problems: {@code
 * automations.prober.config.urls[0]}.
 *
 * @since 0.1
 */
public final class Marks {
  private final String file;
  private final String text;
  private final Optional<Yaml> root;

  Marks(String file, String text, Optional<Yaml> root) {
    this.file = file;
    this.text = text;
    this.root = root;
  }

  /** The name of the file, as it was given. */
  public String file() {
    return file;
  }

  /** The text of the file. */
  public String text() {
    return text;
  }

  /** Where the value of the path begins. */
  public Optional<Place> value(String path) {
    return find(path).map(entry -> entry.value().at());
  }

  /** Where the key of the path begins; of an item of a list, the item. */
  public Optional<Place> key(String path) {
    return find(path).map(Entry::at);
  }

  /** Where a message about the value points: a map is shown by its key. */
  Optional<Place> shown(String path) {
    return find(path)
        .map(entry -> entry.value() instanceof Yaml.Fields ? entry.at() : entry.value().at());
  }

  private Optional<Entry> find(String path) {
    return root.flatMap(top -> find(new Entry(top.at(), top), path));
  }

  // Keys may hold dots and brackets themselves, so a path is matched against what is there.
  private static Optional<Entry> find(Entry at, String path) {
    if (path.isEmpty()) {
      return Optional.of(at);
    }
    return switch (at.value()) {
      case Yaml.Text _ -> Optional.empty();
      case Yaml.Items list -> {
        var end = path.indexOf(']');
        if (!path.startsWith("[") || end < 2 || !path.substring(1, end).matches("[0-9]{1,7}")) {
          yield Optional.empty();
        }
        var index = Integer.parseInt(path.substring(1, end));
        if (index >= list.items().size()) {
          yield Optional.empty();
        }
        var item = list.items().get(index);
        yield find(new Entry(item.at(), item), rest(path, end + 1));
      }
      case Yaml.Fields map -> {
        for (var each : map.entries().entrySet()) {
          var key = each.getKey();
          if (!path.startsWith(key)) {
            continue;
          }
          var next = path.length() == key.length() ? '.' : path.charAt(key.length());
          if (next == '.' || next == '[') {
            var found = find(each.getValue(), rest(path, key.length()));
            if (found.isPresent()) {
              yield found;
            }
          }
        }
        yield Optional.empty();
      }
    };
  }

  private static String rest(String path, int from) {
    var rest = path.substring(from);
    return rest.startsWith(".") ? rest.substring(1) : rest;
  }
}
