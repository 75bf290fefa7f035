package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.worker.StartLine.Start;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StartLineTest {
  private long now;

  private static Start start(int index) {
    return new Start("a/" + index, 7, "cfg");
  }

  private List<String> all(StartLine line) {
    var begun = new ArrayList<String>();
    for (var next = line.next(now); next.isPresent(); next = line.next(now)) {
      begun.add(next.get().slot());
    }
    return begun;
  }

  @Test
  void no_more_are_starting_at_once_than_may_be_and_they_come_in_order() {
    var line = new StartLine(2, 100, now);
    for (var i = 0; i < 5; i++) {
      line.join(start(i));
    }
    assertThat(all(line)).containsExactly("a/0", "a/1");
    assertThat(line.waits("a/2", 7)).isTrue();
    assertThat(line.begun("a/1", 7)).isTrue();
    assertThat(all(line)).containsExactly("a/2");
    assertThat(line.begun("a/1", 7)).as("its place is free already").isFalse();
    assertThat(all(line)).isEmpty();
    assertThat(line.patience(now)).as("no clock frees a place").isEmpty();
  }

  @Test
  void no_more_begin_in_a_second_than_may() {
    var line = new StartLine(1_000, 10, now);
    for (var i = 0; i < 30; i++) {
      line.join(start(i));
    }
    assertThat(all(line)).as("a second's worth at once").hasSize(10);
    assertThat(line.patience(now)).contains(Duration.ofMillis(100));
    now += Duration.ofMillis(250).toNanos();
    assertThat(all(line)).containsExactly("a/10", "a/11");
    assertThat(line.patience(now)).contains(Duration.ofMillis(50));
    now += Duration.ofHours(1).toNanos();
    assertThat(all(line)).as("a long rest saves up no more than a second's worth").hasSize(10);
  }

  @Test
  void who_is_stopped_while_it_waits_never_begins() {
    var line = new StartLine(1, 100, now);
    line.join(start(0));
    line.join(start(1));
    line.join(start(2));
    all(line);
    assertThat(line.leave("a/1", 7)).isTrue();
    assertThat(line.leave("a/1", 7)).isFalse();
    assertThat(line.leave("a/0", 7)).as("it has begun").isFalse();
    line.begun("a/0", 7);
    assertThat(all(line)).containsExactly("a/2");
  }

  @Test
  void a_cleared_line_says_who_waited() {
    var line = new StartLine(1, 100, now);
    line.join(start(0));
    line.join(start(1));
    all(line);
    assertThat(line.clear()).containsExactly(start(1));
    line.begun("a/0", 7);
    assertThat(all(line)).isEmpty();
  }
}
