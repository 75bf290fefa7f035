package io.fleet.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.reconcile.WorkerView;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class BarrierTest {
  private static final List<String> KNOWN = List.of("w1", "w2");

  private final Barrier barrier = new Barrier(true, 7, 5_000);

  private static Map<String, WorkerView> seen(long... epochs) {
    var workers = new TreeMap<String, WorkerView>();
    for (var i = 0; i < epochs.length; i++) {
      var name = "w" + (i + 1);
      workers.put(
          name, new WorkerView(name, 1, "", epochs[i], 0, 0, 1, Map.of(), false, true, Map.of()));
    }
    return workers;
  }

  @Test
  void it_stands_until_every_known_worker_has_spoken_to_this_epoch() {
    assertThat(barrier.falls(KNOWN, seen(7, 6), 10)).isFalse();
    assertThat(barrier.falls(KNOWN, seen(7), 20)).isFalse();
    assertThat(barrier.falls(KNOWN, seen(7, 8), 30)).isFalse();
    assertThat(barrier.standing()).isTrue();
    assertThat(barrier.falls(KNOWN, seen(7, 7), 40)).isTrue();
    assertThat(barrier.standing()).isFalse();
  }

  @Test
  void a_worker_that_nobody_knows_is_not_waited_for() {
    assertThat(barrier.falls(KNOWN, seen(7, 7, 0), 10)).isTrue();
  }

  @Test
  void it_falls_at_t_dead_whoever_is_silent() {
    assertThat(barrier.falls(KNOWN, seen(), 4_999)).isFalse();
    assertThat(barrier.falls(KNOWN, seen(), 5_000)).isTrue();
  }

  @Test
  void it_falls_once_and_never_stands_again() {
    barrier.falls(KNOWN, seen(7, 7), 10);
    assertThat(barrier.falls(KNOWN, seen(7, 7), 20)).isFalse();
    assertThat(barrier.falls(KNOWN, seen(), 9_000)).isFalse();
    assertThat(new Barrier(false, 7, 5_000).standing()).isFalse();
    assertThat(new Barrier(false, 7, 5_000).falls(KNOWN, seen(7, 7), 10)).isFalse();
  }
}
