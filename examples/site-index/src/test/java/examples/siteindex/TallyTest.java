package examples.siteindex;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TallyTest {
  private final Tally tally = new Tally("start");

  private static Finding page(String url, String... links) {
    return new Finding(url, 200, true, "", 0, Finding.join(List.of(links)), 2);
  }

  @Test
  void nothing_is_complete_before_the_start_page() {
    assertThat(tally.summary(0)).isEqualTo(new Summary(0, 0, 0, 0, false));
  }

  @Test
  void it_is_complete_when_every_known_address_is_reported() {
    tally.add(page("start", "a", "start"));
    assertThat(tally.complete()).isFalse();
    tally.add(Finding.other("a", 200));
    assertThat(tally.summary(2)).isEqualTo(new Summary(1, 4, 0, 2, true));
  }

  @Test
  void a_broken_link_counts_on_every_page_that_has_it_in_any_order() {
    tally.add(page("a", "gone"));
    tally.add(Finding.other("gone", 404));
    tally.add(page("start", "a", "gone"));
    assertThat(tally.summary(0).broken()).isEqualTo(2);
  }

  @Test
  void a_finding_that_comes_again_changes_nothing() {
    tally.add(page("start", "start"));
    tally.add(page("start", "start", "b"));
    assertThat(tally.summary(0)).isEqualTo(new Summary(1, 3, 0, 0, true));
  }
}
