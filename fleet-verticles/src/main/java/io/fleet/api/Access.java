package io.fleet.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whether a token is the right one, and the sessions of browsers that showed it once. Without a
 * token everybody may, which is for loopback alone. Not thread-safe.
 */
final class Access {
  static final String COOKIE = "fleet-session";
  static final long SESSION_SECONDS = 12 * 3_600;

  private final Optional<String> token;
  private final LongSupplier nanos;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Long> sessions = new HashMap<>();

  Access(Optional<String> token, LongSupplier nanos) {
    this.token = token;
    this.nanos = nanos;
  }

  boolean open() {
    return token.isEmpty();
  }

  /** Compares in a time that does not depend on where the two differ. */
  boolean right(String shown) {
    return token.isEmpty()
        || MessageDigest.isEqual(
            token.get().getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
  }

  boolean bearer(Optional<String> authorization) {
    return open()
        || authorization
            .filter(header -> header.startsWith("Bearer ") && right(header.substring(7).strip()))
            .isPresent();
  }

  /** A new session, for a cookie. */
  String begin() {
    var now = nanos.getAsLong();
    sessions.values().removeIf(end -> end - now < 0);
    var bytes = new byte[16];
    random.nextBytes(bytes);
    var id = HexFormat.of().formatHex(bytes);
    sessions.put(id, now + SESSION_SECONDS * 1_000_000_000L);
    return id;
  }

  boolean session(String id) {
    var end = sessions.get(id);
    return end != null && end - nanos.getAsLong() > 0;
  }
}
