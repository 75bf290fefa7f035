package io.fleet.stream;

import io.vertx.redis.client.Response;
import java.util.Optional;

/**
 * A record as it was read.
 *
 * @param json empty when the log has lost it
 * @param only the one group that it is for, or empty for all
 * @param run the run of Redis that handed it out, or empty if that is not known
 */
record Entry(StreamId id, Optional<String> json, String only, String run) {
  static Entry of(Response response, String run) {
    var id = StreamId.parse(response.get(0).toString());
    var fields = response.get(1);
    if (fields == null) {
      return new Entry(id, Optional.empty(), "", run);
    }
    var json = "";
    var only = "";
    for (var i = 0; i + 1 < fields.size(); i += 2) {
      switch (fields.get(i).toString()) {
        case "v" -> json = fields.get(i + 1).toString();
        case "g" -> only = fields.get(i + 1).toString();
        default -> {
          // for people
        }
      }
    }
    return new Entry(id, Optional.of(json), only, run);
  }

  boolean isFor(String group) {
    return only.isEmpty() || only.equals(group);
  }
}
