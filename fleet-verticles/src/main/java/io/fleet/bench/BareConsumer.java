package io.fleet.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.ProtocolVersion;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.util.List;

/** The same in bare Vert.x client code: XREADGROUP and XACK in batches, the same JSON. */
final class BareConsumer {
  private static final int COUNT = 256;

  private BareConsumer() {}

  /** Argument: Redis' URL. */
  static void main(String[] args) throws IOException {
    var vertx = Vertx.vertx();
    var options =
        new RedisOptions()
            .setConnectionString(args[0])
            .setPreferredProtocolVersion(ProtocolVersion.RESP2);
    var connection = Wait.on(Redis.createClient(vertx, options).connect());
    Wait.on(
        connection.send(
            Request.cmd(Command.XGROUP)
                .arg("CREATE")
                .arg(BareProducer.LOG)
                .arg("g")
                .arg("0")
                .arg("MKSTREAM")));
    var arrivals = new Arrivals();
    var mapper = JsonMapper.builder().build();
    Thread.startVirtualThread(() -> take(connection, mapper, arrivals));
    Child.serve(arrivals::answer);
  }

  private static void take(RedisConnection connection, JsonMapper mapper, Arrivals arrivals) {
    var read =
        Request.cmd(Command.XREADGROUP)
            .arg("GROUP")
            .arg("g")
            .arg("c")
            .arg("COUNT")
            .arg(COUNT)
            .arg("BLOCK")
            .arg(2_000)
            .arg("STREAMS")
            .arg(BareProducer.LOG)
            .arg(">");
    for (var answer = Wait.on(connection.send(read)); ; ) {
      if (answer == null) {
        answer = Wait.on(connection.send(read));
        continue;
      }
      var ack = Request.cmd(Command.XACK).arg(BareProducer.LOG).arg("g");
      var now = System.nanoTime();
      for (var entry : answer.get(0).get(1)) {
        ack.arg(entry.get(0).toString());
        arrivals.add(now, item(mapper, entry.get(1).get(1).toString()));
      }
      answer = Wait.on(connection.batch(List.of(ack, read))).get(1);
    }
  }

  private static StreamItem item(JsonMapper mapper, String json) {
    try {
      return mapper.readValue(json, StreamItem.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
