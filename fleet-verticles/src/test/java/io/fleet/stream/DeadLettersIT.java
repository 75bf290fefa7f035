package io.fleet.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of dead letters, and of a group that is to see its records again. */
@ParameterizedClass
@EnumSource(RedisKind.class)
final class DeadLettersIT {
  private static final Duration SHORT = Duration.ofMillis(700);
  private static final String TOPIC = Line.TOPIC.name();

  private final Rig rig;
  private final DeadLetters dead;
  private final TopicLook look;

  DeadLettersIT(RedisKind kind) {
    rig = new Rig(kind.shared());
    dead = new DeadLetters(rig.link, rig.keys);
    look = new TopicLook(rig.link, rig.keys);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  /** The only letter: record 1 of one, given up by the group. */
  private DeadLetter bury(Taker taker) {
    Rig.get(taker.inlet.reject(taker.take(), "page is gone"));
    return Rig.get(dead.list(TOPIC, "0", 10)).getFirst();
  }

  @Test
  void a_letter_says_what_died_and_why() {
    rig.emit("w/0", 1, 1);
    var letter = bury(rig.taker(rig.own("reader/0", 1)));
    assertThat(letter.cause()).isEqualTo("page is gone");
    assertThat(letter.group()).isEqualTo(Rig.GROUP);
    assertThat(letter.attempts()).isEqualTo(1);
    assertThat(letter.value()).isEqualTo("{\"from\":\"w/0\",\"n\":1}");
    assertThat(letter.type()).isEqualTo("Line");
    assertThat(letter.edited()).isFalse();
    assertThat(Rig.get(dead.find(TOPIC, letter.id()))).contains(letter);
  }

  @Test
  void a_retried_letter_reaches_its_own_group_alone_and_once() {
    rig.emit("w/0", 1, 1);
    var other = rig.taker(rig.streams, "other", rig.own("other/0", 1));
    other.complete(other.take(), false);
    var taker = rig.taker(rig.own("reader/0", 2));
    var letter = bury(taker);

    var ids = List.of(letter.id());
    assertThat(Rig.get(dead.retry(TOPIC, ids))).isEqualTo(new DeadLetters.Retried(1, 0));
    assertThat(Rig.get(dead.retry(TOPIC, ids))).isEqualTo(new DeadLetters.Retried(0, 0));

    var again = taker.take();
    assertThat(again.value()).isEqualTo(new Line("w/0", 1));
    assertThat(again.attempts()).isEqualTo(1);
    taker.complete(again, false);
    assertThat(other.take(SHORT)).isEmpty();
    assertThat(taker.take(SHORT)).isEmpty();
    await().until(() -> rig.pending("other") == 0);
    assertThat(Rig.get(look.stats(TOPIC)).unacknowledged()).isZero();
    assertThat(rig.length("dead")).isZero();
  }

  @Test
  void an_edited_letter_stays_what_it_was_until_it_is_retried_as_edited() {
    rig.emit("w/0", 1, 1);
    var taker = rig.taker(rig.own("reader/0", 1));
    var letter = bury(taker);
    var edit = "{\"from\":\"a person\",\"n\":7}";
    assertThat(Rig.get(dead.edit(TOPIC, letter.id(), edit))).isTrue();
    assertThat(Rig.get(dead.edit(TOPIC, letter.id(), edit))).isTrue();
    assertThat(Rig.get(dead.edit(TOPIC, "1-1", edit))).isFalse();
    assertThat(taker.take(SHORT)).isEmpty();
    var edited = Rig.get(dead.find(TOPIC, letter.id())).orElseThrow();
    assertThat(edited.edited()).isTrue();
    assertThat(edited.value()).isEqualTo(edit);

    assertThat(Rig.get(dead.retryAll(TOPIC)).back()).isEqualTo(1);
    assertThat(taker.take().value()).isEqualTo(new Line("a person", 7));
    assertThat(rig.send(Command.EXISTS, rig.key("edits")).toInteger()).isZero();
  }

  @Test
  void a_retry_of_all_ends_although_all_of_them_die_again_at_once() {
    rig.emit("w/0", 1, 50);
    var taker = rig.taker(rig.own("reader/0", 1));
    for (var i = 0; i < 50; i++) {
      Rig.get(taker.inlet.reject(taker.take(), "never"));
    }
    var rejecting =
        Thread.startVirtualThread(
            () -> {
              for (var i = 0; i < 50; i++) {
                Rig.get(taker.inlet.reject(taker.take(), "never"));
              }
            });
    assertThat(Rig.get(dead.retryAll(TOPIC))).isEqualTo(new DeadLetters.Retried(50, 0));
    await().until(() -> !rejecting.isAlive());
    assertThat(rig.length("dead")).isEqualTo(50);
  }

  @Test
  void a_discarded_letter_is_gone_with_its_edit() {
    rig.emit("w/0", 1, 1);
    var taker = rig.taker(rig.own("reader/0", 1));
    var letter = bury(taker);
    Rig.get(dead.edit(TOPIC, letter.id(), "{}"));
    assertThat(Rig.get(dead.discard(TOPIC, List.of(letter.id(), "1-1")))).isEqualTo(1);
    assertThat(Rig.get(dead.list(TOPIC, "0", 10))).isEmpty();
    assertThat(rig.send(Command.EXISTS, rig.key("edits")).toInteger()).isZero();
    assertThat(taker.take(SHORT)).isEmpty();
  }

  @Test
  void a_letter_of_a_group_that_is_gone_stays() {
    rig.emit("w/0", 1, 1);
    var taker = rig.taker(rig.own("reader/0", 1));
    bury(taker);
    taker.stop();
    Rig.get(rig.streams.forget(TOPIC, Rig.GROUP));
    assertThat(Rig.get(dead.retryAll(TOPIC))).isEqualTo(new DeadLetters.Retried(0, 1));
    assertThat(rig.length("dead")).isEqualTo(1);
    assertThat(Rig.get(dead.discardAll(TOPIC))).isEqualTo(1);
  }

  @Test
  void a_replay_delivers_what_the_log_still_holds_and_counts_it_as_not_done() {
    rig.emit("w/0", 1, 5);
    var taker = rig.taker(rig.own("reader/0", 1));
    assertThat(taker.work(5)).containsExactly(1L, 2L, 3L, 4L, 5L);
    var third = Rig.get(look.records(TOPIC, "0", 10)).get(2);
    assertThat(Rig.get(look.replay(TOPIC, Rig.GROUP, third.id()))).contains(3L);
    assertThat(taker.work(3)).containsExactly(3L, 4L, 5L);
    assertThat(Rig.get(look.stats(TOPIC)).unacknowledged()).isZero();

    taker.stop();
    assertThat(Rig.get(look.replay(TOPIC, Rig.GROUP, "0-0"))).contains(5L);
    var stats = Rig.get(look.stats(TOPIC)).groups().getFirst();
    assertThat(stats.unacknowledged()).isEqualTo(5);
    assertThat(stats.lag()).isEqualTo(5);
    assertThat(stats.oldest()).isGreaterThan(Duration.ZERO);
    assertThat(Rig.get(look.replay(TOPIC, "nobody", "0-0"))).isEmpty();
    assertThat(rig.taker(rig.own("reader/1", 2)).work(5)).hasSize(5);
  }

  @Test
  void topics_are_known_with_who_reads_and_who_writes_also_after_redis_lost_that() {
    rig.emit("w/0", 1, 1);
    rig.taker(rig.own("reader/0", 1));
    var known =
        List.of(
            new TopicInfo(
                TOPIC,
                "Line",
                Line.TOPIC.isKeyed(),
                Line.TOPIC.isUnique(),
                new java.util.TreeSet<>(List.of(Rig.GROUP)),
                new java.util.TreeSet<>(List.of("w"))));
    await().untilAsserted(() -> assertThat(Rig.get(look.topics())).isEqualTo(known));
    rig.send(Command.DEL, rig.keys.topics());
    rig.streams.replay();
    await().untilAsserted(() -> assertThat(Rig.get(look.topics())).isEqualTo(known));
  }
}
