package io.fleet.bench;

import io.fleet.master.Reign;
import io.fleet.master.Signals;
import io.fleet.redis.DedicatedConnection;
import io.fleet.redis.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.function.Consumer;

/** Nudges between the bench's processes over Redis' channels, which stand in for the event bus. */
final class RedisSignals implements Signals {
  private static final String TO_WORKERS = "bench:workers";
  private static final String TO_MASTER = "bench:master";

  private final Vertx vertx;
  private final RedisLink redis;

  RedisSignals(Vertx vertx, RedisLink redis) {
    this.vertx = vertx;
    this.redis = redis;
  }

  @Override
  public void worker(String name) {
    redis.send(Command.PUBLISH, TO_WORKERS, name);
  }

  @Override
  public void view() {}

  @Override
  public Runnable listen(Reign reign) {
    var listening = subscribe(TO_MASTER, said -> reign.nudge());
    return listening::stop;
  }

  /** A worker reported something new. */
  void master() {
    redis.send(Command.PUBLISH, TO_MASTER, "");
  }

  /** Hears which worker is to look. */
  void workers(Consumer<String> name) {
    subscribe(TO_WORKERS, name);
  }

  private DedicatedConnection subscribe(String channel, Consumer<String> heard) {
    var connection =
        new DedicatedConnection(
            vertx,
            redis.settings(),
            channel,
            open -> {
              open.handler(
                  message -> {
                    if (message.size() == 3 && "message".equals(message.get(0).toString())) {
                      heard.accept(message.get(2).toString());
                    }
                  });
              var over = Promise.<Void>promise();
              Future<?> asked = open.send(Request.cmd(Command.SUBSCRIBE).arg(channel));
              asked.onFailure(over::tryFail);
              return over.future();
            });
    connection.start();
    return connection;
  }
}
