package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LeaseTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 50);
  private final Lease lease = new Lease(now::get);

  @Test
  void before_the_first_answer_it_is_neither_valid_nor_lapsed() {
    assertThat(lease.valid()).isFalse();
    assertThat(lease.lapsed()).isFalse();
  }

  @Test
  void it_counts_from_the_sending_not_from_the_answer() {
    var sent = now.get();
    now.addAndGet(30);
    assertThat(lease.renewed(sent, 100)).isTrue();
    now.addAndGet(69);
    assertThat(lease.valid()).isTrue();
    now.addAndGet(1);
    assertThat(lease.valid()).isFalse();
    assertThat(lease.lapsed()).isTrue();
    assertThat(lease.endNanos()).isEqualTo(sent + 100);
  }

  @Test
  void a_lapsed_lease_is_never_renewed() {
    lease.renewed(now.get(), 100);
    now.addAndGet(100);
    assertThat(lease.renewed(now.get(), 100)).isFalse();
    assertThat(lease.valid()).isFalse();
  }

  @Test
  void an_answer_that_took_the_whole_lease_renews_nothing() {
    var sent = now.get();
    now.addAndGet(100);
    assertThat(lease.renewed(sent, 100)).isFalse();
    assertThat(lease.valid()).isFalse();
  }

  @Test
  void a_renewal_in_time_carries_it_on_also_over_the_clocks_wrap() {
    for (var i = 0; i < 10; i++) {
      assertThat(lease.renewed(now.get(), 100)).isTrue();
      now.addAndGet(99);
      assertThat(lease.valid()).isTrue();
    }
  }
}
