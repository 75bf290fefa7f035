package io.fleet.redis;

import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A context on each event loop that belongs to no verticle. A pool remembers the context on which
 * it made a connection for as long as the connection lives; on a slot's own context that would hold
 * the slot, and with it the class loader of its automation, long after both are over. Thread-safe.
 */
final class NeutralContexts {
  private final VertxInternal vertx;
  private final Map<EventLoop, ContextInternal> contexts = new ConcurrentHashMap<>();

  NeutralContexts(Vertx vertx) {
    this.vertx = (VertxInternal) vertx;
  }

  /**
   * Begins it there, on the event loop of the caller; the answer arrives on the caller's context.
   */
  <T> Future<T> run(Supplier<Future<T>> work) {
    var caller = vertx.getOrCreateContext();
    var there = contexts.computeIfAbsent(caller.nettyEventLoop(), this::context);
    var answer = caller.<T>promise();
    // At once where this is the event loop already, so the order of what is sent stays.
    there.emit(none -> begin(work).onComplete(answer));
    return answer.future();
  }

  /** A throw there would be logged by the loop and leave the caller without an answer for ever. */
  private static <T> Future<T> begin(Supplier<Future<T>> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private ContextInternal context(EventLoop loop) {
    return vertx
        .contextBuilder()
        .withEventLoop(loop)
        .withClassLoader(NeutralContexts.class.getClassLoader())
        .build();
  }
}
