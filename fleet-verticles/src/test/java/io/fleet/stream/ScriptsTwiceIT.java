package io.fleet.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.slot.Fence;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A call whose answer is lost is sent again, so each script run twice leaves what one leaves. */
@ParameterizedClass
@EnumSource(RedisKind.class)
final class ScriptsTwiceIT {
  private static final String GROUP = Rig.GROUP;

  private final Rig rig;
  private final Partition partition;
  private final Fence me;
  private final Fence old;
  private final List<String> ids;

  /** Four records; an ended generation holds the first two and has begun the first. */
  ScriptsTwiceIT(RedisKind kind) {
    rig = new Rig(kind.shared());
    partition = rig.partition();
    rig.emit("writer/0", 1, 4);
    Rig.get(partition.group(GROUP));
    old = rig.own("reader/0", 5);
    ids = rig.read(old, 2);
    Rig.get(partition.ack(old, GROUP, List.of(), 1, "", List.of(ids.getFirst())));
    me = rig.own("reader/0", 6);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void emit() {
    var writer = rig.own("writer/1", 9);
    var batch = batch(1, 3);
    twice(() -> partition.emit(writer, Rig.defaults(), "Line", batch));
    assertThat(rig.length("log")).isEqualTo(7);
  }

  @Test
  void emit_over_a_gap() {
    var writer = rig.own("writer/1", 9);
    var items = batch(8, 2).items();
    twice(() -> partition.emit(writer, Rig.defaults(), "Line", new SendWindow.Batch(8, 0, items)));
    assertThat(rig.length("log")).isEqualTo(6);
  }

  @Test
  void group() {
    twice(() -> partition.group("another"));
  }

  @Test
  void acknowledge() {
    var answer = twice(() -> partition.ack(old, GROUP, ids, 0, "", List.of()));
    assertThat(answer.get(0).toInteger()).isEqualTo(2);
    assertThat(rig.pending(GROUP)).isZero();
  }

  @Test
  void begin() {
    var mine = rig.read(me, 1);
    twice(() -> partition.ack(me, GROUP, List.of(), 1, "", mine));
    assertThat(begun(mine.getFirst())).startsWith("1 ");
  }

  @Test
  void acknowledge_and_begin() {
    var mine = rig.read(me, 2);
    Rig.get(partition.ack(me, GROUP, List.of(), 1, run(), mine.subList(0, 1)));
    var next = mine.subList(1, 2);
    var answer = twice(() -> partition.ack(me, GROUP, mine.subList(0, 1), 2, run(), next));
    assertThat(answer.get(0).toInteger()).isEqualTo(1);
    assertThat(answer.get(2).toString()).isEqualTo("all");
    assertThat(begun(next.getFirst())).startsWith("1 ");
  }

  @Test
  void begin_of_several_of_which_one_has_failed_before() {
    var mine = rig.read(me, 2);
    Rig.get(partition.ack(me, GROUP, List.of(), 1, run(), mine));
    Rig.get(partition.fail(me, GROUP, mine.getLast(), 1, false, 3, "because"));
    Rig.get(partition.claim(me, GROUP, 3, 16));
    rig.emit("writer/0", 5, 6);
    var more = new java.util.ArrayList<>(rig.read(me, 2));
    more.add(0, mine.getLast());
    var first = twice(() -> partition.ack(me, GROUP, List.of(), 2, run(), more));
    assertThat(first.stream().skip(2).map(Response::toString)).containsExactly("2", "-1", "-1");
    Rig.get(partition.ack(me, GROUP, List.of(mine.getLast()), 0, "", List.of()));
    var rest = more.subList(1, 3);
    var second = twice(() -> partition.ack(me, GROUP, List.of(), 3, run(), rest));
    assertThat(second.stream().skip(2).map(Response::toString)).containsExactly("1", "1");
  }

  @Test
  void a_begin_that_comes_when_all_of_it_is_done_leaves_nothing() {
    var mine = rig.read(me, 2);
    Rig.get(partition.ack(me, GROUP, List.of(), 1, run(), mine));
    Rig.get(partition.ack(me, GROUP, mine, 0, "", List.of()));
    Rig.get(partition.ack(me, GROUP, List.of(), 1, run(), mine));
    rig.emit("writer/0", 5, 5);
    Rig.get(partition.ack(me, GROUP, List.of(), 2, run(), rig.read(me, 1)));
    assertThat(begun(mine.getFirst())).isEmpty();
    assertThat(begun(mine.getLast())).isEmpty();
  }

  private String run() {
    return rig.send(Command.HGET, rig.keys.meta(), "runId").toString();
  }

  @Test
  void begin_that_overtakes_a_later_one() {
    var mine = rig.read(me, 1);
    Rig.get(partition.ack(me, GROUP, List.of(), 7, "", mine));
    Rig.get(partition.ack(me, GROUP, List.of(), 6, "", mine));
    assertThat(begun(mine.getFirst())).startsWith("1 ");
  }

  @Test
  void unbegin() {
    twice(() -> partition.unbegin(old, GROUP, 1, ids.getFirst()));
    assertThat(begun(ids.getFirst())).startsWith("0 ");
  }

  @Test
  void unbegin_does_not_touch_the_begin_of_a_successor() {
    Rig.get(partition.claim(me, GROUP, 3, 16));
    Rig.get(partition.ack(me, GROUP, List.of(), 1, "", ids));
    Rig.get(partition.unbegin(old, GROUP, 1, ids.getFirst()));
    assertThat(begun(ids.getFirst())).startsWith("2 ");
  }

  @Test
  void dead_letter() {
    var mine = rig.read(me, 1).getFirst();
    twice(() -> partition.dead(me, GROUP, mine, "because"));
    assertThat(rig.fields("dead", "cause")).containsExactly("because");
  }

  @Test
  void dead_letter_of_what_somebody_else_holds_is_none() {
    var answer = twice(() -> partition.dead(me, GROUP, ids.getFirst(), "because"));
    assertThat(answer.get(1).toInteger()).isZero();
    assertThat(rig.length("dead")).isZero();
  }

  @Test
  void failure() {
    var mine = rig.read(me, 1);
    Rig.get(partition.ack(me, GROUP, List.of(), 1, "", mine));
    twice(() -> partition.fail(me, GROUP, mine.getFirst(), 1, false, 3, "because"));
    assertThat(begun(mine.getFirst())).isEqualTo("1 " + me.consumer() + " 1 0 0");
  }

  @Test
  void death() {
    var mine = rig.read(me, 1);
    Rig.get(partition.ack(me, GROUP, List.of(), 1, "", mine));
    twice(() -> partition.fail(me, GROUP, mine.getFirst(), 1, true, 3, "because"));
    assertThat(begun(mine.getFirst())).isEqualTo("1 " + me.consumer() + " 1 0 1");
  }

  @Test
  void last_failure() {
    var mine = rig.read(me, 1);
    Rig.get(partition.ack(me, GROUP, List.of(), 1, "", mine));
    twice(() -> partition.fail(me, GROUP, mine.getFirst(), 1, false, 1, "because"));
    assertThat(rig.fields("dead", "cause")).containsExactly("failed once, at last: because");
  }

  @Test
  void failure_of_what_somebody_else_holds_counts_nothing() {
    Rig.get(partition.claim(me, GROUP, 3, 16));
    var before = begun(ids.getFirst());
    Rig.get(partition.fail(old, GROUP, ids.getFirst(), 1, true, 1, "because"));
    assertThat(begun(ids.getFirst())).isEqualTo(before);
    assertThat(rig.length("dead")).isZero();
  }

  @Test
  void release() {
    var mine = rig.read(me, 2);
    twice(() -> partition.release(me, GROUP, mine));
    assertThat(rig.pending(GROUP, me)).isEmpty();
    assertThat(rig.pending(GROUP)).isEqualTo(4);
  }

  @Test
  void claim() {
    var answer = twice(() -> partition.claim(me, GROUP, 3, 16));
    assertThat(answer.stream().skip(5).map(e -> e.get(0).toString())).isEqualTo(ids);
  }

  @Test
  void claim_of_what_died_too_often() {
    var answer = twice(() -> partition.claim(me, GROUP, 1, 16));
    assertThat(answer.get(2).toInteger()).isEqualTo(1);
    assertThat(rig.fields("dead", "id")).containsExactly(ids.getFirst());
    assertThat(rig.pending(GROUP, me)).containsExactly(ids.getLast());
  }

  @Test
  void forget() {
    twice(() -> partition.forget(GROUP));
    assertThat(rig.send(Command.EXISTS, rig.key("begun")).toInteger()).isZero();
  }

  private <R> R twice(Supplier<Future<R>> call) {
    var before = state();
    var answer = Rig.get(call.get());
    var once = state();
    Rig.get(call.get());
    assertThat(state()).isEqualTo(once);
    if (!(answer instanceof Response response && response.toString().contains("[OK, 0]"))) {
      assertThat(once).isNotEqualTo(before);
    }
    return answer;
  }

  /** As it stands by itself, or in the list of what a reader has open. */
  private String begun(String id) {
    var own = rig.send(Command.HGET, rig.key("begun"), GROUP + "|" + id);
    if (own != null) {
      return own.toString();
    }
    for (var fence : List.of(old, me)) {
      var list = rig.send(Command.HGET, rig.key("open"), GROUP + "|" + fence.consumer());
      if (list != null && List.of(list.toString().split(" ")).contains(id)) {
        return "1 " + fence.consumer() + " " + list.toString().split(" ")[0] + " 1 0";
      }
    }
    return "";
  }

  /** All that scripts may change; idle times are left out. */
  private String state() {
    var text = new StringBuilder();
    for (var stream : List.of("log", "dead")) {
      text.append(rig.send(Command.XRANGE, rig.key(stream), "-", "+")).append('\n');
    }
    for (var hash : List.of("last", "begun", "open")) {
      var fields = new TreeMap<String, String>();
      var all = rig.send(Command.HGETALL, rig.key(hash));
      all.getKeys().forEach(k -> fields.put(k, all.get(k).toString()));
      text.append(fields).append('\n');
    }
    for (var group : List.of(GROUP, "another")) {
      Rig.get(
              rig.link
                  .send(Command.XPENDING, rig.key("log"), group, "-", "+", "100")
                  .map(
                      all ->
                          StreamSupport.stream(all.spliterator(), false)
                              .map(p -> p.get(0) + " " + p.get(1) + " " + p.get(3))
                              .toList())
                  .otherwise(List.of("no group")))
          .forEach(line -> text.append(line).append('\n'));
    }
    return text.toString();
  }

  static SendWindow.Batch batch(long first, int count) {
    return new SendWindow.Batch(
        first,
        -1,
        LongStream.range(first, first + count)
            .mapToObj(n -> new SendWindow.Item(n, "", "", "{\"from\":\"t\",\"n\":" + n + "}", 20))
            .toList());
  }
}
