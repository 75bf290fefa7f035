package io.fleet.api;

import io.fleet.config.FleetFile;
import io.fleet.config.FleetSpec;
import io.fleet.protocol.LeaderAddress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands a change to whoever leads and relays the answer. Only the leader writes, and only it knows
 * what it refuses.
 */
final class LeaderCall {
  private static final Logger log = LoggerFactory.getLogger(LeaderCall.class);

  private static final long PATIENCE_MILLIS = 5_000;

  private final Vertx vertx;
  private final Supplier<Future<Map<String, String>>> meta;
  private final Function<String, FleetSpec> parse;
  private final Function<FleetSpec, Future<FleetSpec>> pin;

  /**
   * Over this bus.
   *
   * @param meta what the store says of who leads
   * @param parse reads a fleet, or throws why it is none
   * @param pin pins versions to the packages that this API keeps
   */
  LeaderCall(
      Vertx vertx,
      Supplier<Future<Map<String, String>>> meta,
      Function<String, FleetSpec> parse,
      Function<FleetSpec, Future<FleetSpec>> pin) {
    this.vertx = vertx;
    this.meta = meta;
    this.parse = parse;
    this.pin = pin;
  }

  /** Asks for a new desired state. */
  Future<JsonObject> apply(JsonObject request) {
    var fleet = checked(Fields.required(request, "spec"));
    log.info("apply asked automations={}", fleet.automations().keySet());
    return pin.apply(fleet)
        .compose(
            pinned ->
                ask(
                    new JsonObject()
                        .put("op", "apply")
                        .put("spec", FleetFile.toJson(pinned))
                        .put("actor", Fields.text(request, "actor").orElse("api"))
                        .put("reason", Fields.text(request, "reason").orElse(""))));
  }

  /**
   * Gives an order of a person to the leader.
   *
   * @param op the verb
   * @param request names an automation ({@code name} or {@code automation}), a slot ({@code slot},
   *     or {@code automation} and {@code index}) or a worker ({@code worker})
   */
  Future<JsonObject> steer(String op, JsonObject request) {
    return ask(
        new JsonObject()
            .put("op", op)
            .put("target", target(request))
            .put("deadline", Fields.text(request, "deadline").orElse(""))
            .put("actor", Fields.text(request, "actor").orElse("api"))
            .put("reason", Fields.text(request, "reason").orElse("")));
  }

  /**
   * Gives an order about topics.
   *
   * @param what its fields, already checked
   * @param request says who orders it and why
   */
  Future<JsonObject> order(String op, JsonObject what, JsonObject request) {
    return ask(
        what.put("op", op)
            .put("actor", Fields.text(request, "actor").orElse("api"))
            .put("reason", Fields.text(request, "reason").orElse("")));
  }

  private static String target(JsonObject request) {
    for (var field : List.of("name", "worker", "slot")) {
      var named = Fields.text(request, field).filter(text -> !text.isEmpty());
      if (named.isPresent()) {
        return named.get();
      }
    }
    var automation = Fields.text(request, "automation").filter(text -> !text.isEmpty());
    if (automation.isEmpty()) {
      throw new ApiFailure(
          400, "What is meant? Name an automation, a slot (as prober/17) or a worker.");
    }
    return automation.get() + Fields.text(request, "index").map(index -> "/" + index).orElse("");
  }

  private FleetSpec checked(String spec) {
    try {
      return parse.apply(spec);
    } catch (RuntimeException e) {
      throw new ApiFailure(400, "Field \"spec\" is not a fleet: " + e.getMessage());
    }
  }

  private Future<JsonObject> ask(JsonObject body) {
    return meta.get()
        .recover(
            e ->
                Future.failedFuture(
                    new ApiFailure(
                        503,
                        "Redis does not say who leads, so nothing was changed. Try again. ("
                            + e.getMessage()
                            + ")")))
        .compose(said -> send(LeaderAddress.named(said), body))
        .map(reply -> reply.body())
        .recover(e -> Future.failedFuture(failure(e)));
  }

  /**
   * To the leader of this very process first: to find one elsewhere the cluster may have to ask a
   * member that stands still, such as the one that led before.
   */
  private Future<Message<JsonObject>> send(String address, JsonObject body) {
    var options = new DeliveryOptions().setSendTimeout(PATIENCE_MILLIS);
    var here = new DeliveryOptions(options).setLocalOnly(true);
    return vertx
        .eventBus()
        .<JsonObject>request(address, body, here)
        .recover(
            e ->
                e instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS
                    ? vertx.eventBus().request(address, body, options)
                    : Future.failedFuture(e));
  }

  private static Throwable failure(Throwable e) {
    if (!(e instanceof ReplyException reply)) {
      return e;
    }
    return switch (reply.failureType()) {
      case NO_HANDLERS ->
          new ApiFailure(
              503, "No leader: no master leads this fleet now, so nothing was changed. Try again.");
      case TIMEOUT ->
          new ApiFailure(
              503,
              "The leader did not answer within 5 s, so the change may or may not have happened."
                  + " Look with fleet status.");
      default ->
          new ApiFailure(
              reply.failureCode() >= 400 && reply.failureCode() <= 599 ? reply.failureCode() : 500,
              String.valueOf(reply.getMessage()));
    };
  }
}
