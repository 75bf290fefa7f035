package io.fleet.stream;

import io.fleet.config.StreamSpec;
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
import java.util.stream.IntStream;

/**
 * One partition of a topic in Redis: its keys and the scripts that touch them. Every call may be
 * sent twice; twice is once. Thread-safe.
 */
final class Partition {
  static final int DEAD_LETTERS = 10_000;

  private static final Script EMIT = script("emit");
  private static final Script GROUP = script("group");
  private static final Script ACK = script("ack");
  private static final Script UNBEGIN = script("unbegin");
  private static final Script DEAD = script("dead");
  private static final Script FAIL = script("fail");
  private static final Script RELEASE = script("release");
  private static final Script CLAIM = script("claim");
  private static final Script STATS = script("stats");
  private static final Script FORGET = script("forget");
  private static final Script RETRY = script("retry");
  private static final Script DISCARD = script("discard");
  private static final Script EDIT = script("edit");
  private static final Script REPLAY = script("replay");

  private final RedisLink link;
  private final Keys keys;
  private final String prefix;
  private final int uniqueKeys;

  Partition(RedisLink link, Keys keys, String topic, int uniqueKeys) {
    this.link = link;
    this.keys = keys;
    this.prefix = keys.partition(topic, 0);
    this.uniqueKeys = uniqueKeys;
  }

  String log() {
    return prefix + "log";
  }

  Future<Response> emit(Fence fence, StreamSpec spec, String type, SendWindow.Batch batch) {
    var args = fenced(fence);
    args.add(String.valueOf(spec.maxLength()));
    args.add(String.valueOf(spec.window()));
    args.add(String.valueOf(batch.first()));
    args.add(batch.skip() < 0 ? "" : String.valueOf(batch.skip()));
    args.addAll(List.of(String.valueOf(uniqueKeys), type, "1"));
    var plain = batch.items().stream().allMatch(SendWindow.Item::isPlain);
    args.add(plain ? "1" : "3");
    for (var item : batch.items()) {
      args.add(item.json());
      if (!plain) {
        args.add(item.key());
        args.add(item.unique());
      }
    }
    var names = fencedKeys(fence, "last");
    names.add(prefix + "seen");
    names.add(prefix + "seen:old");
    return link.eval(EMIT, names, args);
  }

  Future<Response> group(String group) {
    return link.eval(GROUP, List.of(log(), prefix + "last"), List.of(group));
  }

  /**
   * Acknowledges and begins; either list may be empty.
   *
   * @param run the run of Redis that handed out what is to be begun, or empty if not known
   */
  Future<Response> ack(
      Fence fence, String group, List<String> done, long n, String run, List<String> next) {
    var args = fenced(fence);
    args.addAll(
        List.of(group, fence.consumer(), String.valueOf(n), run, String.valueOf(done.size())));
    args.addAll(done);
    if (!next.isEmpty()) {
      args.add(String.join(" ", next));
    }
    return link.eval(ACK, fencedKeys(fence, "last", "begun", "open"), args);
  }

  Future<Response> unbegin(Fence fence, String group, long n, String id) {
    return link.eval(
        UNBEGIN,
        List.of(log(), prefix + "begun", prefix + "open"),
        List.of(group, fence.consumer(), String.valueOf(n), id));
  }

  Future<Response> dead(Fence fence, String group, String id, String cause) {
    var args = fenced(fence);
    args.addAll(List.of(group, fence.consumer(), id, cause, String.valueOf(DEAD_LETTERS)));
    return link.eval(DEAD, fencedKeys(fence, "last", "begun", "dead", "open"), args);
  }

  /** Ends an execution that failed, or that died with its process. */
  Future<Response> fail(
      Fence fence, String group, String id, long n, boolean died, int maxAttempts, String cause) {
    var args = fenced(fence);
    args.addAll(
        List.of(
            group,
            fence.consumer(),
            id,
            String.valueOf(n),
            died ? "1" : "0",
            String.valueOf(maxAttempts),
            cause,
            String.valueOf(DEAD_LETTERS)));
    return link.eval(FAIL, fencedKeys(fence, "last", "begun", "dead", "open"), args);
  }

  Future<Response> release(Fence fence, String group, List<String> ids) {
    var args = new ArrayList<>(List.of(group, fence.consumer()));
    args.addAll(ids);
    return link.eval(RELEASE, List.of(log(), prefix + "begun", prefix + "open"), args);
  }

  Future<Response> claim(Fence fence, String group, int maxAttempts, int count) {
    var args = fenced(fence);
    args.addAll(
        List.of(
            group,
            fence.consumer(),
            String.valueOf(maxAttempts),
            String.valueOf(count),
            keys.specs(),
            String.valueOf(DEAD_LETTERS)));
    return link.eval(CLAIM, fencedKeys(fence, "last", "begun", "dead", "open"), args);
  }

  /** Makes the blocked read of another connection return what it has, or nothing. */
  void unblock(String clientId) {
    link.send(Command.CLIENT, "UNBLOCK", clientId);
  }

  Future<TopicStats> stats(String topic) {
    return link.eval(STATS, List.of(log(), prefix + "last", prefix + "dead"), List.of())
        .map(
            r -> {
              var appended = r.get(1).toLong();
              var groups =
                  IntStream.iterate(5, i -> i + 4 < r.size(), i -> i + 5)
                      .mapToObj(
                          i ->
                              new GroupStats(
                                  r.get(i).toString(),
                                  r.get(i + 1).toLong(),
                                  r.get(i + 2).toLong(),
                                  Math.max(0, appended - r.get(i + 3).toLong()),
                                  age(r.get(4).toLong(), r.get(i + 4).toLong())))
                      .toList();
              return new TopicStats(
                  topic, r.get(0).toLong(), appended, r.get(2).toLong(), r.get(3).toLong(), groups);
            });
  }

  private static Duration age(long now, long since) {
    return since == 0 ? Duration.ZERO : Duration.ofMillis(Math.max(0, now - since));
  }

  Future<List<Logged>> records(String from, int limit) {
    return link.send(Command.XRANGE, log(), from, "+", "COUNT", String.valueOf(limit))
        .map(entries -> entries.stream().map(Logged::of).toList());
  }

  Future<List<DeadLetter>> letters(String from, String to, int limit) {
    return link.send(Command.XRANGE, prefix + "dead", from, to, "COUNT", String.valueOf(limit))
        .compose(
            entries ->
                entries.size() == 0
                    ? Future.succeededFuture(List.of())
                    : edits(entries.stream().map(entry -> entry.get(0).toString()).toList())
                        .map(
                            edits ->
                                IntStream.range(0, entries.size())
                                    .mapToObj(i -> DeadLetter.of(entries.get(i), edits.get(i)))
                                    .toList()));
  }

  /** The id of the newest letter; {@code 0-0} without letters. */
  Future<String> newestLetter() {
    return link.send(Command.XREVRANGE, prefix + "dead", "+", "-", "COUNT", "1")
        .map(newest -> newest.size() == 0 ? "0-0" : newest.get(0).get(0).toString());
  }

  private Future<List<String>> edits(List<String> ids) {
    var args = new ArrayList<>(List.of(edits()));
    args.addAll(ids);
    return link.send(Command.HMGET, args.toArray(String[]::new))
        .map(all -> all.stream().map(edit -> edit == null ? "" : edit.toString()).toList());
  }

  Future<DeadLetters.Retried> retry(List<String> ids) {
    return link.eval(RETRY, List.of(log(), prefix + "last", prefix + "dead", edits()), ids)
        .map(r -> new DeadLetters.Retried(r.get(0).toLong(), r.get(1).toLong()));
  }

  Future<Long> discard(List<String> ids) {
    return link.eval(DISCARD, List.of(prefix + "dead", edits()), ids).map(Response::toLong);
  }

  Future<Boolean> edit(String id, String value) {
    return link.eval(EDIT, List.of(prefix + "dead", edits()), List.of(id, value))
        .map(r -> r.toInteger() == 1);
  }

  Future<Long> replay(String group, String from) {
    return link.eval(REPLAY, List.of(log(), prefix + "last"), List.of(group, from))
        .map(Response::toLong);
  }

  private String edits() {
    return prefix + "edits";
  }

  Future<Void> forget(String group) {
    return link.eval(
            FORGET,
            List.of(log(), prefix + "last", prefix + "begun", prefix + "open"),
            List.of(group))
        .mapEmpty();
  }

  private List<String> fencedKeys(Fence fence, String... rest) {
    var names =
        new ArrayList<>(
            List.of(keys.meta(), keys.spec(fence.slot()), keys.lease(fence.worker()), log()));
    for (var name : rest) {
      names.add(prefix + name);
    }
    return names;
  }

  private static List<String> fenced(Fence fence) {
    return new ArrayList<>(
        List.of(
            fence.slot(),
            String.valueOf(fence.gen()),
            fence.worker(),
            String.valueOf(fence.boot())));
  }

  private static Script script(String name) {
    return Script.beside(Partition.class, "common", name);
  }
}
