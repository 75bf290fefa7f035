package io.fleet.store;

import io.fleet.protocol.Beat;
import io.fleet.protocol.HeartbeatReply;
import io.fleet.protocol.HeartbeatReply.WorkerSpec;
import io.fleet.protocol.Report;
import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.fleet.redis.Script;
import io.fleet.slot.Fence;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The heartbeat as one Lua script, and a worker's reads.
 *
 * @since 0.1
 */
public final class RedisWorkerStore implements WorkerStore {
  private static final Script HEARTBEAT = Script.beside(RedisWorkerStore.class, "heartbeat");

  /** What stands before the slots in an answer. */
  private static final int HEAD = 5;

  private static final Script CURSOR = Script.beside(RedisWorkerStore.class, "cursor");

  /** The report that Redis is known to hold. */
  private record Body(String worker, long boot, long rev) {}

  private static final Body NOTHING = new Body("", 0, 0);

  private volatile Body stored = NOTHING;
  private final RedisLink redis;
  private final Keys keys;

  /** For one fleet. */
  public RedisWorkerStore(RedisLink redis, Keys keys) {
    this.redis = redis;
    this.keys = keys;
  }

  @Override
  public Future<HeartbeatReply> heartbeat(Report report, Beat beat, Duration lease) {
    return heartbeat(report, beat, "", lease);
  }

  @Override
  public Future<HeartbeatReply> heartbeat(Report report, Beat beat, String view, Duration lease) {
    var body = new Body(report.worker(), beat.boot(), beat.bodyRev());
    var known = body.equals(stored);
    return send(report, beat, view, lease, !known)
        .compose(
            answer ->
                // Nothing was written, so the same heartbeat may go again.
                known && "BODY".equals(answer.get(0).toString())
                    ? send(report, beat, view, lease, true)
                    : Future.succeededFuture(answer))
        .map(
            answer -> {
              var reply = reply(answer);
              stored = reply instanceof HeartbeatReply.Heard ? body : NOTHING;
              return reply;
            });
  }

  private Future<Response> send(
      Report report, Beat beat, String view, Duration lease, boolean whole) {
    var worker = report.worker();
    var args =
        new ArrayList<>(
            List.of(
                worker,
                "" + beat.boot(),
                "" + beat.seq(),
                "" + lease.toMillis(),
                whole ? ReportBody.steady(report) : "",
                "" + beat.bodyRev(),
                "" + beat.seen(),
                keys.specs(),
                view,
                ReportBody.live(report)));
    report.slots().forEach(slot -> args.add(slot.slot()));
    return redis.eval(
        HEARTBEAT,
        List.of(
            keys.meta(),
            keys.report(worker),
            keys.beats(),
            keys.lease(worker),
            keys.certificate(worker),
            keys.of(worker),
            keys.revisions()),
        args);
  }

  @Override
  public Future<Optional<String>> config(String hash) {
    return redis
        .send(Command.GET, keys.config(hash))
        .map(text -> Optional.ofNullable(text).map(Response::toString));
  }

  @Override
  public Future<BatchState> batch(String automation) {
    return redis
        .send(Command.HMGET, keys.batch(automation), "source", "cursor", "read")
        .map(
            state ->
                new BatchState(
                    text(state.get(0)), text(state.get(1)), "all".equals(text(state.get(2)))));
  }

  @Override
  public Future<Void> moveBatch(String automation, Fence fence, BatchState to) {
    return redis
        .eval(
            CURSOR,
            List.of(
                keys.meta(),
                keys.spec(fence.slot()),
                keys.lease(fence.worker()),
                keys.batch(automation)),
            List.of(
                "" + fence.gen(),
                fence.worker(),
                "" + fence.boot(),
                "source",
                to.source(),
                "cursor",
                to.cursor(),
                "read",
                to.allRead() ? "all" : "some"))
        .compose(
            verdict ->
                "OK".equals(verdict.toString())
                    ? Future.succeededFuture()
                    : Future.failedFuture("the batch's cursor was not moved: " + verdict));
  }

  @Override
  public Future<Optional<Desired>> desiredAfter(long revision) {
    return redis
        .send(Command.HMGET, keys.desired(), "revision")
        .compose(
            found -> {
              var text = text(found.get(0));
              return text.isEmpty() || Long.parseLong(text) <= revision
                  ? Future.succeededFuture(Optional.empty())
                  : redis
                      .send(Command.HMGET, keys.desired(), "revision", "spec")
                      .map(
                          both ->
                              Optional.of(
                                  new Desired(
                                      Long.parseLong(text(both.get(0))), text(both.get(1)))));
            });
  }

  private static String text(@Nullable Response answer) {
    return answer == null ? "" : answer.toString();
  }

  private static HeartbeatReply reply(Response answer) {
    return switch (answer.get(0).toString()) {
      case "REBOOT" -> new HeartbeatReply.Reboot(Long.parseLong(answer.get(1).toString()));
      case "OLD" -> new HeartbeatReply.Old(Long.parseLong(answer.get(1).toString()));
      default -> heard(answer);
    };
  }

  private static HeartbeatReply heard(Response answer) {
    var specs = new ArrayList<WorkerSpec>(Math.max(0, answer.size() - HEAD));
    for (var i = HEAD; i < answer.size(); i++) {
      var s = answer.get(i);
      specs.add(
          new WorkerSpec(
              s.get(0).toString(),
              number(s.get(1)),
              s.get(2).toString(),
              s.get(3).toString(),
              number(s.get(4)),
              s.get(5).toString(),
              number(s.get(6))));
    }
    return new HeartbeatReply.Heard(
        number(answer.get(1)),
        "1".equals(answer.get(2).toString()),
        answer.get(3).toString(),
        specs,
        answer.get(4).toString(),
        "SAME".equals(answer.get(0).toString()));
  }

  private static long number(Response text) {
    var digits = text.toString();
    return digits.isEmpty() ? 0 : Long.parseLong(digits);
  }
}
