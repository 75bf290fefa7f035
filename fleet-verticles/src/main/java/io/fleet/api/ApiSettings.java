package io.fleet.api;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** The settings of the API as values, checked. */
record ApiSettings(
    String redis,
    String fleet,
    String host,
    int port,
    boolean fallback,
    Optional<String> token,
    Optional<String> tlsCert,
    Optional<String> tlsKey) {
  static ApiSettings of(JsonObject config) {
    var http = config.getString("http", "127.0.0.1:8080");
    var colon = http.lastIndexOf(':');
    if (colon < 1 || !http.substring(colon + 1).matches("\\d{1,5}")) {
      throw new IllegalArgumentException(
          "Key http must be HOST:PORT, as 127.0.0.1:8080, not \"" + http + "\".");
    }
    var settings =
        new ApiSettings(
            config.getString("redis", "redis://127.0.0.1:6379"),
            config.getString("fleet", "default"),
            http.substring(0, colon).replaceAll("[\\[\\]]", ""),
            Integer.parseInt(http.substring(colon + 1)),
            config.getBoolean("httpFallback", false),
            text(config, "token"),
            text(config, "tlsCert"),
            text(config, "tlsKey"));
    if (!settings.loopback() && (settings.token.isEmpty() || !settings.tls())) {
      throw new IllegalArgumentException(
          ("Refusing to listen on %s without a token and TLS. Set --token-file, --tls-cert and"
                  + " --tls-key, or listen on 127.0.0.1.")
              .formatted(http));
    }
    return settings;
  }

  boolean loopback() {
    return Guards.loopback(host);
  }

  boolean tls() {
    return tlsCert.isPresent() && tlsKey.isPresent();
  }

  private static Optional<String> text(JsonObject config, String key) {
    return Optional.ofNullable(config.getString(key)).filter(value -> !value.isBlank());
  }
}
