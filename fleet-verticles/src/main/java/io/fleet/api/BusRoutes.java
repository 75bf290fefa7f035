package io.fleet.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operations on the bus: once for everybody in the cluster, and once under addresses of this
 * process alone, which the bridge uses. Each process numbers its feeds for itself, so a browser's
 * questions must be answered by the process that sends its feeds.
 */
final class BusRoutes {
  private static final Logger log = LoggerFactory.getLogger(BusRoutes.class);

  /** Carries the address that a browser asked for, when there is no such operation. */
  static final String ASKED = "fleet-asked";

  private final Vertx vertx;
  private final List<Operation> operations;
  private final Access access;
  private final String prefix;
  private final List<MessageConsumer<Object>> consumers = new ArrayList<>();

  BusRoutes(Vertx vertx, List<Operation> operations, Access access, String incarnation) {
    this.vertx = vertx;
    this.operations = operations;
    this.access = access;
    this.prefix = "__fleet.bridge." + incarnation + ".";
  }

  Future<Void> start() {
    var bus = vertx.eventBus();
    for (var operation : operations) {
      consumers.add(bus.consumer(operation.address(), message -> fromCluster(operation, message)));
      consumers.add(
          bus.localConsumer(
              prefix + operation.address(), message -> fromBridge(operation, message)));
    }
    consumers.add(bus.localConsumer(prefix + "unknown", this::unknown));
    return Future.all(consumers.stream().map(MessageConsumer::completion).toList()).mapEmpty();
  }

  void stop() {
    consumers.forEach(MessageConsumer::unregister);
  }

  /** The address of this process for what a browser asked. */
  String local(String address) {
    var known = operations.stream().anyMatch(operation -> operation.address().equals(address));
    return prefix + (known ? address : "unknown");
  }

  /** Every address of {@link #local}, as a regular expression. */
  String locals() {
    return java.util.regex.Pattern.quote(prefix) + "[a-z.]+";
  }

  private void fromCluster(Operation operation, Message<Object> message) {
    var token = Optional.ofNullable(message.headers().get("fleet-token")).orElse("");
    if (!access.right(token)) {
      message.fail(401, "A token is needed: send it as header fleet-token.");
    } else {
      answer(operation, message);
    }
  }

  private void fromBridge(Operation operation, Message<Object> message) {
    if (operation.role() == Role.VIEWER) {
      answer(operation, message);
    } else {
      message.fail(
          403,
          "%s is not open through the bridge. Use %s /api/v1%s."
              .formatted(operation.address(), operation.verb(), operation.path()));
    }
  }

  private void unknown(Message<Object> message) {
    var asked = Optional.ofNullable(message.headers().get(ASKED)).orElse("");
    var known = operations.stream().map(Operation::address).toList();
    message.fail(404, "No operation " + asked + "." + Hint.hint(asked, known));
  }

  private static void answer(Operation operation, Message<Object> message) {
    var version = Optional.ofNullable(message.headers().get("fleet-api")).orElse("1");
    if (!version.equals("1")) {
      message.fail(426, "API version " + version + " is not spoken here; version 1 is.");
      return;
    }
    var body = message.body();
    if (body != null && !(body instanceof JsonObject)) {
      message.fail(400, "The body must be a JSON object.");
      return;
    }
    operation
        .call(body == null ? new JsonObject() : (JsonObject) body)
        .onSuccess(message::reply)
        .onFailure(e -> message.reply(refusal(operation, e)));
  }

  private static ReplyException refusal(Operation operation, Throwable e) {
    var failure = failure(operation, e);
    return new ReplyException(ReplyFailure.RECIPIENT_FAILURE, failure.status(), failure.sentence());
  }

  /** What a caller may hear of a failure: its own fault in full, ours without the insides. */
  static ApiFailure failure(Operation operation, Throwable e) {
    if (e instanceof ApiFailure failure) {
      return failure;
    }
    log.warn("operation failed address={}", operation.address(), e);
    return new ApiFailure(
        503, operation.address() + " failed: the store did not answer. Try again.");
  }
}
