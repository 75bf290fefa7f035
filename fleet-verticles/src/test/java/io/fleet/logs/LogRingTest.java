package io.fleet.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.protocol.LogLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class LogRingTest {
  private static LogLine line(String slot, LogLevel level, String message) {
    return new LogLine(0, 7, level, "shop", "main", slot, "1", 1, message, "");
  }

  private static LogLine line(String slot, String message) {
    return line(slot, LogLevel.INFO, message);
  }

  private static List<String> messages(LogRing ring, String slot) {
    return ring.last(slot, LogLevel.TRACE, 10_000).stream().map(LogLine::message).toList();
  }

  @Test
  void the_last_thousand_lines_of_a_slot_are_kept_in_order() {
    var ring = new LogRing();
    for (var i = 0; i < 1_500; i++) {
      ring.add(line("a/0", "" + i));
    }
    assertThat(messages(ring, "a/0")).hasSize(1_000).startsWith("500", "501").endsWith("1499");
  }

  @Test
  void lines_of_another_slot_are_not_among_them() {
    var ring = new LogRing();
    ring.add(line("a/0", "mine"));
    ring.add(line("a/1", "yours"));
    ring.add(line("", "the worker's"));
    assertThat(messages(ring, "a/0")).containsExactly("mine");
    assertThat(messages(ring, "")).containsExactly("the worker's");
    assertThat(messages(ring, "a/2")).isEmpty();
  }

  @Test
  void the_newest_of_a_level_and_above_are_given() {
    var ring = new LogRing();
    for (var level : LogLevel.values()) {
      ring.add(line("a/0", level, level + " 1"));
      ring.add(line("a/0", level, level + " 2"));
    }
    assertThat(ring.last("a/0", LogLevel.WARN, 3))
        .extracting(LogLine::message)
        .containsExactly("WARN 2", "ERROR 1", "ERROR 2");
  }

  @Test
  void past_the_bound_over_all_the_slot_that_was_silent_longest_loses_its_oldest_lines_first() {
    var each = line("a/0", "0").bytes();
    var ring = new LogRing(4 * each, 1 << 20);
    ring.add(line("a/0", "1"));
    ring.add(line("b/0", "2"));
    ring.add(line("a/0", "3"));
    ring.add(line("b/0", "4"));
    ring.add(line("a/0", "5"));
    assertThat(messages(ring, "b/0")).containsExactly("4");
    assertThat(messages(ring, "a/0")).containsExactly("1", "3", "5");
    ring.add(line("c/0", "6"));
    assertThat(messages(ring, "b/0")).isEmpty();
    assertThat(messages(ring, "c/0")).containsExactly("6");
  }

  @Test
  void a_line_that_is_larger_than_all_is_still_kept_alone() {
    var ring = new LogRing(100, 1 << 20);
    ring.add(line("a/0", "1"));
    ring.add(line("b/0", "2"));
    assertThat(messages(ring, "a/0")).isEmpty();
    assertThat(messages(ring, "b/0")).containsExactly("2");
  }

  @Test
  void a_logger_never_waits_and_what_is_dropped_is_said() throws InterruptedException {
    var ring = new LogRing(1 << 20, 10 * line("a/0", "0").bytes());
    var held = new CountDownLatch(1);
    var free = new CountDownLatch(1);
    ring.listen(
        line -> {
          held.countDown();
          try {
            free.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    var stuck = Thread.ofVirtual().start(() -> ring.add(line("a/0", "0")));
    held.await();
    for (var i = 1; i <= 30; i++) {
      ring.add(line("a/0", "" + i % 10)); // would wait for ever, if it waited
    }
    free.countDown();
    stuck.join();
    assertThat(messages(ring, "a/0")).hasSize(12).contains("20 lines dropped");
  }

  @Test
  void lines_of_many_threads_are_all_there_each_thread_in_its_order() throws InterruptedException {
    var ring = new LogRing(64 << 20, 64 << 20);
    Queue<LogLine> heard = new ConcurrentLinkedQueue<>();
    ring.listen(heard::add);
    var threads = new ArrayList<Thread>();
    for (var t = 0; t < 8; t++) {
      var slot = "a/" + t;
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (var i = 0; i < 900; i++) {
                      ring.add(line(slot, "" + i));
                    }
                  }));
    }
    for (var thread : threads) {
      thread.join();
    }
    for (var t = 0; t < 8; t++) {
      var own = messages(ring, "a/" + t);
      assertThat(own).hasSize(900).startsWith("0", "1").endsWith("899");
    }
    assertThat(heard).hasSize(7_200).extracting(LogLine::number).isSorted();
  }

  @Test
  void whoever_stopped_listening_hears_nothing_more() {
    var ring = new LogRing();
    var heard = new ArrayList<LogLine>();
    var deaf = ring.listen(heard::add);
    ring.add(line("a/0", "1"));
    deaf.run();
    ring.add(line("a/0", "2"));
    assertThat(heard).extracting(LogLine::message).containsExactly("1");
  }

  @Test
  void a_long_text_is_cut_between_characters_and_says_so() {
    assertThat(Cut.to(4, "abcd")).isEqualTo("abcd");
    assertThat(Cut.to(4, "abc😀d")).isEqualTo("abc… (cut, 3 more characters)");
  }
}
