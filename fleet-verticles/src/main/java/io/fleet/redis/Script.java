package io.fleet.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A Lua script and its SHA-1, by which Redis knows it. Immutable.
 *
 * @param name for messages
 * @param body the Lua text
 * @param sha its SHA-1 in hex
 * @since 0.1
 */
public record Script(String name, String body, String sha) {
  /** Reads {@code NAME.lua} from beside a class. */
  public static Script beside(Class<?> owner, String name) {
    var body = read(owner, name);
    return new Script(name, body, sha1(body));
  }

  /**
   * Reads {@code NAME.lua} from beside a class and puts {@code COMMON.lua} before it: functions
   * that several scripts share.
   */
  public static Script beside(Class<?> owner, String common, String name) {
    var body = read(owner, common) + read(owner, name);
    return new Script(name, body, sha1(body));
  }

  private static String read(Class<?> owner, String name) {
    try (var in = owner.getResourceAsStream(name + ".lua")) {
      if (in == null) {
        throw new IllegalStateException("script " + name + ".lua is missing beside " + owner);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("script " + name, e);
    }
  }

  private static String sha1(String body) {
    try {
      var digest = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(digest.digest(body.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
