package io.fleet.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;

/**
 * Which of the commands that a fleet needs the user of a connection may not call. Each is queued in
 * a transaction that is discarded: Redis judges the right when it queues, and nothing runs.
 */
final class Permissions {
  private static final String KEY = "fleet:{check}:none";

  /** A command and the fewest arguments that it takes; K stands for a key. */
  private static final List<String> NEEDED =
      List.of(
          "EVAL 1 0",
          "EVALSHA 0 0",
          "SCRIPT LOAD 1",
          "INFO",
          "TIME",
          "GET K",
          "MGET K",
          "SET K v",
          "DEL K",
          "PEXPIRE K 1",
          "HGET K f",
          "HGETALL K",
          "HMGET K f",
          "HVALS K",
          "HSET K f v",
          "HDEL K f",
          "SADD K m",
          "SREM K m",
          "SCARD K",
          "SMEMBERS K",
          "SSCAN K 0",
          "XADD K * f v",
          "XRANGE K - +",
          "XREVRANGE K + -",
          "XLEN K",
          "XTRIM K MAXLEN 1",
          "XACK K g 0-1",
          "XPENDING K g",
          "XCLAIM K g c 0 0-1",
          "XAUTOCLAIM K g c 0 0",
          "XREADGROUP GROUP g c STREAMS K >",
          "PUBLISH K m");

  private Permissions() {}

  /** Names of those that are forbidden; empty also when it cannot be found out. */
  static Future<List<String>> missing(RedisConnection connection) {
    var missing = new ArrayList<String>();
    return connection
        .send(Request.cmd(Command.MULTI))
        .compose(
            begun -> {
              var queued = NEEDED.stream().map(line -> ask(connection, line, missing)).toList();
              return Future.join(queued).otherwiseEmpty();
            })
        .compose(asked -> connection.send(Request.cmd(Command.DISCARD)))
        .otherwiseEmpty()
        .map(done -> List.copyOf(missing));
  }

  private static Future<?> ask(RedisConnection connection, String line, List<String> missing) {
    var words = line.split(" ");
    var request = Request.cmd(Command.create(words[0]));
    for (var i = 1; i < words.length; i++) {
      request.arg(words[i].equals("K") ? KEY : words[i]);
    }
    return connection
        .send(request)
        .onFailure(
            e -> {
              // A key that is not of this fleet may well be forbidden; that says nothing.
              if (String.valueOf(e.getMessage()).matches("NOPERM.*to run the .*")) {
                missing.add(words[0]);
              }
            });
  }
}
