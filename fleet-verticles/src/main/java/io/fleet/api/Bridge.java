package io.fleet.api;

import io.fleet.metrics.Meters;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.sockjs.BridgeEvent;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import java.util.regex.Pattern;

/**
 * Browsers on the event bus. They may ask the operations that only look, and listen to feeds. The
 * bridge has no back-pressure of its own, so what comes for a reader that does not keep up is
 * dropped and counted; the reader sees the gap and asks for the snapshot.
 */
final class Bridge {
  static final int FRAME_BYTES = 64 * 1024;

  private static final Pattern ASK = Pattern.compile("fleet\\.(?!feed\\.)[a-z]+\\.[a-z]+");
  private static final String FEED = "fleet\\.feed\\.[a-z]+(\\.[a-z0-9-]+)*";

  private final Vertx vertx;
  private final BusRoutes routes;
  private final Meters meters;

  Bridge(Vertx vertx, BusRoutes routes) {
    this.vertx = vertx;
    this.routes = routes;
    this.meters = Meters.of(vertx);
  }

  Router router() {
    var transport = new SockJSHandlerOptions().setRegisterWriteHandler(false);
    // Only WebSockets: the older transports bring no browser of today and buffer in the heap.
    for (var old : new String[] {"EVENT_SOURCE", "HTML_FILE", "JSON_P", "XHR"}) {
      transport.addDisabledTransport(old);
    }
    var options =
        new SockJSBridgeOptions()
            .addInboundPermitted(new PermittedOptions().setAddressRegex(routes.locals()))
            .addOutboundPermitted(new PermittedOptions().setAddressRegex(FEED))
            .setMaxAddressLength(200)
            .setMaxHandlersPerSocket(50)
            .setPingTimeout(10_000)
            .setReplyTimeout(10_000);
    return SockJSHandler.create(vertx, transport).bridge(options, this::hook);
  }

  private void hook(BridgeEvent event) {
    switch (event.type()) {
      case SEND -> event.complete(send(event.getRawMessage()));
      case PUBLISH -> event.complete(false);
      case RECEIVE -> event.complete(receive(event));
      default -> event.complete(true);
    }
  }

  /** Turns the address into the one of this process; the client's headers stay outside. */
  private boolean send(JsonObject message) {
    var asked = message.getString("address");
    if (!ASK.matcher(asked).matches()) {
      return false;
    }
    var given = message.getValue("headers");
    var headers = new JsonObject().put(BusRoutes.ASKED, asked);
    if (given instanceof JsonObject sent && sent.getValue("fleet-api") != null) {
      headers.put("fleet-api", sent.getValue("fleet-api").toString());
    }
    message.put("address", routes.local(asked)).put("headers", headers);
    return true;
  }

  private boolean receive(BridgeEvent event) {
    // Feeds have a sequence, so a gap is seen and mended; an answer that is dropped is only waited
    // for.
    var feed = event.getRawMessage().getString("address", "").startsWith("fleet.feed.");
    if (feed && event.socket().writeQueueFull()) {
      meters.feedDropped();
      return false;
    }
    return true;
  }
}
