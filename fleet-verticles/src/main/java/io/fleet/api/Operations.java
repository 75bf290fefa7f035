package io.fleet.api;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The one table of operations. */
final class Operations {
  private Operations() {}

  static List<Operation> table(
      Reads reads, TopicReads topics, LogCall logs, LeaderCall leader, PackageRoutes packages) {
    var table =
        new ArrayList<>(
            List.of(
                look("fleet.status.get", "/status", Set.of(), reads::status),
                look("fleet.automations.list", "/automations", Set.of(), reads::automations),
                look(
                    "fleet.automations.get",
                    "/automations/:name",
                    Set.of("name"),
                    reads::automation),
                look("fleet.slots.snapshot", "/slots", Set.of("automation"), reads::snapshot),
                look(
                    "fleet.slots.explain",
                    "/slots/:automation/:index",
                    Set.of("slot", "automation", "index"),
                    reads::explain),
                look(
                    "fleet.slots.stack",
                    "/slots/:automation/:index/stack",
                    Set.of("slot", "automation", "index"),
                    reads::stack),
                look("fleet.workers.list", "/workers", Set.of(), reads::workers),
                look("fleet.events.query", "/events", Set.of("limit", "after"), reads::events),
                look("fleet.logs.open", "/logs/:target", LogCall.FIELDS, logs::open),
                look("fleet.packages.list", "/packages", Set.of(), packages::list),
                new Operation(
                    "fleet.config.apply",
                    HttpMethod.POST,
                    "/apply",
                    Role.ADMIN,
                    Set.of("spec", "reason", "actor"),
                    leader::apply)));
    for (var verb : List.of("pause", "resume", "restart", "quarantine", "release")) {
      table.add(
          steer("fleet.automations." + verb, "/automations/:name/" + verb, Set.of("name"), leader));
    }
    for (var verb : List.of("restart", "quarantine", "release")) {
      table.add(
          steer(
              "fleet.slots." + verb,
              "/slots/:automation/:index/" + verb,
              Set.of("slot", "automation", "index"),
              leader));
    }
    for (var verb : List.of("cordon", "uncordon", "undrain")) {
      table.add(
          steer("fleet.workers." + verb, "/workers/:worker/" + verb, Set.of("worker"), leader));
    }
    table.add(
        steer(
            "fleet.workers.drain", "/workers/:worker/drain", Set.of("worker", "deadline"), leader));
    table.addAll(topics(topics, new TopicCall(topics, leader)));
    return List.copyOf(table);
  }

  private static List<Operation> topics(TopicReads topics, TopicCall call) {
    return List.of(
        look("fleet.streams.list", "/streams", Set.of(), topics::list),
        look(
            "fleet.streams.peek",
            "/streams/:topic/records",
            Set.of("topic", "after", "limit"),
            topics::records),
        order(
            "fleet.streams.replay",
            "/streams/:topic/replay",
            Set.of("group", "from", "topic"),
            call::replay),
        look(
            "fleet.dead.list",
            "/streams/:topic/dead",
            Set.of("topic", "after", "limit"),
            topics::letters),
        order(
            "fleet.dead.retry",
            "/streams/:topic/dead/retry",
            Set.of("ids", "all", "topic"),
            call::retry),
        order(
            "fleet.dead.discard",
            "/streams/:topic/dead/discard",
            Set.of("ids", "all", "topic"),
            call::discard),
        look("fleet.dead.get", "/streams/:topic/dead/:id", Set.of("topic", "id"), topics::letter),
        order(
            "fleet.dead.edit",
            "/streams/:topic/dead/:id/edit",
            Set.of("id", "payload", "topic"),
            call::edit));
  }

  private static Operation order(
      String address,
      String path,
      Set<String> fields,
      Function<JsonObject, Future<JsonObject>> handler) {
    var all = new TreeSet<>(fields);
    all.addAll(Set.of("reason", "actor"));
    return new Operation(address, HttpMethod.POST, path, Role.OPERATOR, Set.copyOf(all), handler);
  }

  /** An order of a person about slots or workers; the verb is the last word of its address. */
  private static Operation steer(
      String address, String path, Set<String> fields, LeaderCall leader) {
    var verb = address.substring(address.lastIndexOf('.') + 1);
    return order(address, path, fields, request -> leader.steer(verb, request));
  }

  private static Operation look(
      String address,
      String path,
      Set<String> fields,
      Function<JsonObject, Future<JsonObject>> handler) {
    return new Operation(address, HttpMethod.GET, path, Role.VIEWER, fields, handler);
  }
}
