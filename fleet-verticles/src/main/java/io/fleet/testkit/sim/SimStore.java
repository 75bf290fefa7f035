package io.fleet.testkit.sim;

import io.fleet.protocol.Beat;
import io.fleet.protocol.HeartbeatReply;
import io.fleet.protocol.Report;
import io.fleet.protocol.SlotSpec;
import io.fleet.protocol.Transition;
import io.fleet.slot.Fence;
import io.fleet.slot.SlotId;
import io.fleet.store.LeaderReader;
import io.fleet.store.LeaderStore;
import io.fleet.store.Leadership;
import io.fleet.store.Verdict;
import io.fleet.store.WorkerStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The store as one process sees it: each call goes over the network. */
final class SimStore implements LeaderStore, LeaderReader, WorkerStore {
  private final SimNet net;
  private final SimLoop loop;
  private final Proc proc;
  private final LeaderStore leader;
  private final LeaderReader reader;
  private final WorkerStore worker;

  SimStore(
      SimNet net,
      SimLoop loop,
      Proc proc,
      LeaderStore leader,
      LeaderReader reader,
      WorkerStore worker) {
    this.net = net;
    this.loop = loop;
    this.proc = proc;
    this.leader = leader;
    this.reader = reader;
    this.worker = worker;
  }

  private <T> Future<T> ask(Supplier<Future<T>> request) {
    return net.ask(loop, proc, request);
  }

  @Override
  public Future<Acquired> acquire(String token, Duration lease) {
    return ask(() -> leader.acquire(token, lease));
  }

  @Override
  public Future<Begun> init(String token, long epoch) {
    return ask(() -> leader.init(token, epoch));
  }

  @Override
  public Future<Verdict> renew(Leadership lead, Duration lease) {
    return ask(() -> leader.renew(lead, lease));
  }

  @Override
  public Future<Void> resign(String token) {
    return ask(() -> leader.resign(token));
  }

  @Override
  public Future<List<Verdict>> move(Leadership lead, List<Transition> moves) {
    return moves.isEmpty()
        ? Future.succeededFuture(List.of())
        : ask(() -> leader.move(lead, moves));
  }

  @Override
  public Future<List<Verdict>> remove(Leadership lead, List<SlotSpec> slots, long nowMillis) {
    return slots.isEmpty()
        ? Future.succeededFuture(List.of())
        : ask(() -> leader.remove(lead, slots, nowMillis));
  }

  @Override
  public Future<Verdict> markClean(Leadership lead) {
    return ask(() -> leader.markClean(lead));
  }

  @Override
  public Future<Verdict> putDesired(Leadership lead, Map<String, String> desired) {
    return ask(() -> leader.putDesired(lead, desired));
  }

  @Override
  public Future<Verdict> putIntents(Leadership lead, Map<String, String> intents) {
    return ask(() -> leader.putIntents(lead, intents));
  }

  @Override
  public Future<Verdict> putStandings(Leadership lead, Map<String, String> standings) {
    return ask(() -> leader.putStandings(lead, standings));
  }

  @Override
  public Future<Verdict> putWhy(Leadership lead, Map<String, String> lines, boolean replace) {
    return lines.isEmpty() && !replace
        ? Future.succeededFuture(Verdict.OK)
        : ask(() -> leader.putWhy(lead, lines, replace));
  }

  @Override
  public Future<List<Verdict>> putConfigs(Leadership lead, Map<String, String> textByHash) {
    return ask(() -> leader.putConfigs(lead, textByHash));
  }

  @Override
  public Future<Verdict> forget(Leadership lead, String name, String beat) {
    return ask(() -> leader.forget(lead, name, beat));
  }

  @Override
  public Future<Map<SlotId, SlotSpec>> specs() {
    return ask(reader::specs);
  }

  @Override
  public Future<Map<SlotId, SlotSpec>> specs(List<SlotId> slots) {
    return slots.isEmpty() ? Future.succeededFuture(Map.of()) : ask(() -> reader.specs(slots));
  }

  @Override
  public Future<Map<String, String>> desired() {
    return ask(reader::desired);
  }

  @Override
  public Future<Map<String, String>> beats() {
    return ask(reader::beats);
  }

  @Override
  public Future<Map<String, Long>> certificates(List<String> workers) {
    return ask(() -> reader.certificates(workers));
  }

  @Override
  public Future<Map<String, Reported>> reports(List<String> workers) {
    return workers.isEmpty()
        ? Future.succeededFuture(Map.of())
        : ask(() -> reader.reports(workers));
  }

  @Override
  public Future<HeartbeatReply> heartbeat(Report report, Beat beat, Duration lease) {
    return ask(() -> worker.heartbeat(report, beat, lease));
  }

  @Override
  public Future<HeartbeatReply> heartbeat(Report report, Beat beat, String view, Duration lease) {
    return ask(() -> worker.heartbeat(report, beat, view, lease));
  }

  @Override
  public Future<Optional<String>> config(String hash) {
    return ask(() -> worker.config(hash));
  }

  @Override
  public Future<BatchState> batch(String automation) {
    return ask(() -> worker.batch(automation));
  }

  @Override
  public Future<Void> moveBatch(String automation, Fence fence, BatchState to) {
    return ask(() -> worker.moveBatch(automation, fence, to));
  }

  @Override
  public Future<Optional<Desired>> desiredAfter(long revision) {
    return ask(() -> worker.desiredAfter(revision));
  }
}
