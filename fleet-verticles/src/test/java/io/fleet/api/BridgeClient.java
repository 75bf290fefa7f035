package io.fleet.api;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;

/** A client of the bridge over a raw WebSocket, on a Vert.x of its own. */
final class BridgeClient implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();

  /** Held: one that nobody refers to any more is closed with its sockets by the next collection. */
  private final WebSocketClient client = vertx.createWebSocketClient();

  private final WebSocket socket;
  private final Queue<JsonObject> received = new ConcurrentLinkedQueue<>();
  private int asked;

  BridgeClient(ApiKit kit) {
    socket = ApiKit.wait(client.connect(kit.api.port(), "127.0.0.1", "/eventbus/websocket"));
    socket.textMessageHandler(text -> received.add(new JsonObject(text)));
    socket.binaryMessageHandler(bytes -> received.add(new JsonObject(bytes)));
    send(new JsonObject().put("type", "ping"));
    vertx.setPeriodic(4_000, tick -> socket.writeTextMessage("{\"type\":\"ping\"}"));
  }

  void send(JsonObject frame) {
    ApiKit.wait(socket.writeTextMessage(frame.encode()));
  }

  void register(String address) {
    send(new JsonObject().put("type", "register").put("address", address));
  }

  void unregister(String address) {
    send(new JsonObject().put("type", "unregister").put("address", address));
  }

  void stopReading() {
    socket.pause();
  }

  void readAgain() {
    socket.resume();
  }

  Queue<JsonObject> received() {
    return received;
  }

  /** The bodies that came for an address. */
  java.util.List<JsonObject> of(String address) {
    return received.stream()
        .filter(m -> address.equals(m.getString("address")))
        .map(m -> m.getJsonObject("body"))
        .toList();
  }

  /** The whole answer, be it {@code rec} or {@code err}. */
  JsonObject ask(String address, JsonObject body) {
    var replyAddress = "r" + ++asked;
    send(
        new JsonObject()
            .put("type", "send")
            .put("address", address)
            .put("body", body)
            .put("replyAddress", replyAddress));
    return Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                received.stream()
                    .filter(m -> replyAddress.equals(m.getString("address")))
                    .findFirst(),
            java.util.Optional::isPresent)
        .orElseThrow();
  }

  /** The next refusal without an address, which is how the bridge itself refuses. */
  String refusal(JsonObject frame) {
    received.removeIf(m -> "err".equals(m.getString("type")));
    send(frame);
    return Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> received.stream().filter(m -> "err".equals(m.getString("type"))).findFirst(),
            java.util.Optional::isPresent)
        .orElseThrow()
        .getString("body");
  }

  @Override
  public void close() {
    ApiKit.wait(socket.close());
    ApiKit.wait(client.close());
    ApiKit.wait(vertx.close());
  }
}
