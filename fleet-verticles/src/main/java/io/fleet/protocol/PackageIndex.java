package io.fleet.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The jars that a package is made of, by their SHA-256, the jar of the automations first. As a text
 * it has a SHA-256 of its own, which names a package of several jars; a package of one jar is named
 * by that jar's. Immutable.
 *
 * @param entries at least one
 * @since 0.1
 */
public record PackageIndex(List<Entry> entries) {
  /** What an index is at the longest, in bytes. */
  public static final int MOST_BYTES = 1 << 20;

  /** A SHA-256 as it is written everywhere: 64 hex digits, in lower case. */
  public static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private static final String HEAD = "fleet-package 1";
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  ([^/\\\\\\x00-\\x1f]+)");

  /**
   * One jar.
   *
   * @param hash its SHA-256
   * @param name of its file, for people
   */
  public record Entry(String hash, String name) {
    public Entry {
      if (!LINE.matcher(hash + "  " + name).matches()) {
        throw new IllegalArgumentException("not a jar of a package: " + hash + " " + name);
      }
    }
  }

  public PackageIndex {
    entries = List.copyOf(entries);
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("a package has at least one jar");
    }
  }

  /** The text: a head line, then {@code sha256 name} for each jar, as sha256sum prints it. */
  public String text() {
    var text = new StringBuilder(HEAD).append('\n');
    entries.forEach(each -> text.append(each.hash()).append("  ").append(each.name()).append('\n'));
    return text.toString();
  }

  /** What the package is called. */
  public String hash() {
    return entries.size() == 1
        ? entries.getFirst().hash()
        : HexFormat.of().formatHex(sha256().digest(text().getBytes(StandardCharsets.UTF_8)));
  }

  /** The index of a text by {@link #text}; empty when it is none. */
  public static Optional<PackageIndex> parse(String text) {
    var lines = text.lines().toList();
    if (lines.size() < 2 || !lines.getFirst().equals(HEAD)) {
      return Optional.empty();
    }
    var entries = new ArrayList<Entry>();
    for (var line : lines.subList(1, lines.size())) {
      var found = LINE.matcher(line);
      if (!found.matches()) {
        return Optional.empty();
      }
      entries.add(new Entry(found.group(1), found.group(2)));
    }
    return Optional.of(new PackageIndex(entries));
  }

  /** A digest of the kind by which packages are named. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
