package io.fleet.stream;

import io.fleet.slot.Fence;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Response;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ends of deliveries that did not succeed. Belongs to the inlet's lane. */
final class Failures {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);
  private static final int LONGEST_CAUSE = 2_000;

  private final Partition partition;
  private final String topic;
  private final String group;
  private final Fence fence;
  private final Tray tray;
  private final Repeats repeats;
  private final Runnable over;

  /**
   * Of one inlet.
   *
   * @param over to be run when the generation is over
   */
  Failures(
      Partition partition,
      String topic,
      String group,
      Fence fence,
      Tray tray,
      Repeats repeats,
      Runnable over) {
    this.partition = partition;
    this.topic = topic;
    this.group = group;
    this.fence = fence;
    this.tray = tray;
    this.repeats = repeats;
    this.over = over;
  }

  /** Puts a record to the dead letters, whatever its attempts. */
  Future<Void> bury(StreamId id, String cause) {
    var cut = cut(cause);
    return ask(() -> partition.dead(fence, group, id.toString(), cut))
        .map(
            buried -> {
              buried(id, cut);
              return null;
            });
  }

  /**
   * Ends an execution that threw, or that died with its process. What is to be delivered again is
   * answered, nothing when it is a dead letter by now.
   */
  Future<Optional<Begun>> fail(StreamId id, String cause, int maxAttempts, boolean died) {
    var out = tray.out(id);
    if (out.isEmpty()) {
      return Future.succeededFuture(out);
    }
    var begun = out.get();
    var cut = cut(cause);
    return ask(() -> partition.fail(fence, group, id.toString(), begun.n(), died, maxAttempts, cut))
        .map(
            answer -> {
              if (answer.get(1).toInteger() == 0) {
                return out;
              }
              buried(id, cut);
              return Optional.empty();
            });
  }

  private void buried(StreamId id, String cause) {
    tray.drop(id);
    log.warn(
        "record to the dead letters topic={} group={} slot={} generation={} id={} cause={}",
        topic,
        group,
        fence.slot(),
        fence.gen(),
        id,
        cause);
  }

  private static String cut(String cause) {
    return cause.length() > LONGEST_CAUSE ? cause.substring(0, LONGEST_CAUSE) : cause;
  }

  /** Asks a fenced script until it has a verdict; its answer is OK. */
  private Future<Response> ask(Supplier<Future<Response>> call) {
    return repeats
        .insist(call)
        .compose(
            answer ->
                switch (answer.get(0).toString()) {
                  case "OK" -> Future.succeededFuture(answer);
                  case "FENCED-GEN" -> {
                    over.run();
                    yield Future.failedFuture(new Fenced(topic, fence));
                  }
                  default -> {
                    if (repeats.stopped()) {
                      yield Future.failedFuture(
                          new IllegalStateException("Redis was not ready before the slot ended"));
                    }
                    var again = Promise.<Response>promise();
                    repeats.soon(() -> ask(call).onComplete(again));
                    yield again.future();
                  }
                });
  }
}
