package io.fleet.resource;

import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;

/**
 * The web client of a slot: bounded in time, and saying who asks.
 *
 * @since 0.1
 */
public final class SlotWeb {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int IDLE_SECONDS = 30;

  private SlotWeb() {}

  /** A fresh one; whoever opens it closes it. */
  public static WebClient open(Vertx vertx, String automation) {
    return WebClient.create(
        vertx,
        new WebClientOptions()
            .setConnectTimeout(CONNECT_MILLIS)
            .setReadIdleTimeout(IDLE_SECONDS)
            .setUserAgent("fleet/" + automation));
  }
}
