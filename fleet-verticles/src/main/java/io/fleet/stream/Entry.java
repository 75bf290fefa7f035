package io.fleet.stream;

import io.vertx.redis.client.Response;
import java.util.Optional;

/** A record as it was read: its id and its JSON, which is empty when the log has lost it. */
record Entry(StreamId id, Optional<String> json) {
  static Entry of(Response response) {
    var id = StreamId.parse(response.get(0).toString());
    var fields = response.get(1);
    if (fields != null) {
      for (var i = 0; i + 1 < fields.size(); i += 2) {
        if (fields.get(i).toString().equals("v")) {
          return new Entry(id, Optional.of(fields.get(i + 1).toString()));
        }
      }
      return new Entry(id, Optional.of(""));
    }
    return new Entry(id, Optional.empty());
  }
}
