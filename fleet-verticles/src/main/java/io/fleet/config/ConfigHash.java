package io.fleet.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;

/**
 * The short hash that tells whether a slot runs what it should: over all that only a new generation
 * can take up. Safe for any thread.
 *
 * @since 0.1
 */
public final class ConfigHash {
  private ConfigHash() {}

  /**
   * 12 hex characters over class, version, config, executeTimeout, drain deadline and, where there
   * are any, the package that it is pinned to and threads other than the default. The order of keys
   * in the config does not matter; secrets count by their reference. Slots, pause, restart,
   * maxUnavailable and placement are not in it: they change without a new generation.
   */
  public static String of(AutomationSpec spec) {
    var parts = new ArrayList<String>();
    parts.add(spec.className());
    parts.add(spec.version());
    parts.add(CanonicalJson.write(CanonicalJson.read(spec.config())));
    parts.add(Long.toString(spec.executeTimeout().toMillis()));
    parts.add(Long.toString(spec.drainDeadline().toMillis()));
    // Left out where there is nothing, so that specs from before there was a choice keep their
    // hash.
    if (!spec.code().isEmpty()) {
      parts.add(spec.code());
    }
    if (!spec.threads().equals(Threads.DEFAULT)) {
      parts.add(spec.threads().mode().word());
      parts.add(Long.toString(spec.threads().memory().count()));
    }
    var digest = sha256();
    for (var part : parts) {
      // The length first, so that no text can run over into its neighbour.
      digest.update((part.length() + ":").getBytes(StandardCharsets.UTF_8));
      digest.update(part.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 6);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
