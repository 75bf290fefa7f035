package io.fleet.worker;

import io.fleet.protocol.Balance;
import io.fleet.resource.Kind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What can be seen of a slot from outside while it runs.
 *
 * @param stack where its threads stand, as the JVM prints it
 * @param cpuMillis time that its threads or processes computed; empty on a virtual thread, of which
 *     the JVM keeps no account
 * @param allocatedBytes what its thread ever allocated; known of a platform thread alone
 * @param ledger what it opened and what became of it
 */
record SlotLook(
    String stack, OptionalLong cpuMillis, OptionalLong allocatedBytes, Map<Kind, Balance> ledger) {
  JsonObject json(String slot, long gen) {
    var json =
        new JsonObject().put("slot", slot).put("generation", gen).put("threads", threads(stack));
    cpuMillis.ifPresent(millis -> json.put("cpuMillis", millis));
    allocatedBytes.ifPresent(bytes -> json.put("allocatedBytes", bytes));
    var kinds = new JsonObject();
    ledger.forEach(
        (kind, balance) ->
            kinds.put(
                kind.word(),
                new JsonObject()
                    .put("opened", balance.opened())
                    .put("closed", balance.closed())
                    .put("reaped", balance.reaped())
                    .put("open", balance.open())));
    return json.put("ledger", kinds);
  }

  /** {@code "name" STATE} begins a thread, the lines after it are its frames. */
  private static JsonArray threads(String stack) {
    var threads = new JsonArray();
    var frames = new JsonArray();
    for (var line : stack.split("\n")) {
      if (line.startsWith("\"")) {
        var end = line.lastIndexOf('"');
        frames = new JsonArray();
        threads.add(
            new JsonObject()
                .put("name", line.substring(1, Math.max(1, end)))
                .put("state", line.substring(end + 1).strip())
                .put("frames", frames));
      } else if (line.startsWith("\tat ")) {
        frames.add(line.substring("\tat ".length()));
      }
    }
    return threads;
  }
}
