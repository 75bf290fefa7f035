package io.fleet.bench;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.locks.LockSupport;

/** The peer of a worker: a JVM in a cluster, with verticles that each park a virtual thread. */
final class BareWorker {
  /**
   * One of them.
   *
   * @since 0.1
   */
  public static final class Unit extends VerticleBase {
    private final Thread thread = Thread.ofVirtual().unstarted(LockSupport::park);

    /** Made by the peer. */
    public Unit() {}

    @Override
    public Future<?> start() {
      thread.start();
      return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
      LockSupport.unpark(thread);
      return Future.succeededFuture();
    }
  }

  private BareWorker() {}

  /** Arguments: own port, all ports with commas. Asked {@code N}, it deploys so many. */
  static void main(String[] args) throws IOException {
    var vertx = HighAvailabilityPeer.join(new VertxOptions(), args);
    if (args.length > 2) { // a training run of its cache of classes
      System.exit(0);
    }
    Child.serve(
        line -> {
          var all = new ArrayList<Future<String>>();
          for (var i = 0; i < Integer.parseInt(line); i++) {
            all.add(vertx.deployVerticle(new Unit()));
          }
          Wait.on(Future.all(all));
          return "ok";
        });
    System.exit(0);
  }
}
