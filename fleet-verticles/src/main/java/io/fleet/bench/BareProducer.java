package io.fleet.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.util.ArrayList;

/** The same in bare Vert.x client code: pipelined XADD in batches, the same JSON, no fence. */
final class BareProducer {
  static final String LOG = "bare";
  private static final int BATCH = 64;

  private BareProducer() {}

  /** Argument: Redis' URL. */
  static void main(String[] args) throws IOException {
    var vertx = Vertx.vertx();
    var connection = Wait.on(Redis.createClient(vertx, args[0]).connect());
    var mapper = JsonMapper.builder().build();
    Child.serve(
        line -> {
          var count = Long.parseLong(line.split(" ")[1]);
          var begin = System.nanoTime();
          var batch = new ArrayList<Request>();
          for (var n = 1L; n <= count; n++) {
            batch.add(Request.cmd(Command.XADD).arg(LOG).arg("*").arg("v").arg(json(mapper, n)));
            if (batch.size() == BATCH || n == count) {
              Wait.on(connection.batch(batch));
              batch = new ArrayList<>();
            }
          }
          return "" + begin;
        });
  }

  private static String json(JsonMapper mapper, long n) {
    try {
      return mapper.writeValueAsString(StreamItem.of(n));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
