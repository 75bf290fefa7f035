package io.fleet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class ScreenTest {
  private static final DevWatch.Look SETTLING = new DevWatch.Look("Settling: 1 of 3.", false);
  private static final DevWatch.Look HEALTHY = new DevWatch.Look("Healthy.", true);

  private final StringWriter written = new StringWriter();

  @Test
  void without_a_terminal_the_status_is_a_line_whenever_it_changes() {
    var screen = screen(false);

    screen.status(new DevWatch.Look("", false), "q quit");
    screen.status(SETTLING, "q quit");
    screen.status(SETTLING, "q quit");
    screen.status(HEALTHY, "q quit");
    screen.end();

    assertThat(written.toString()).isEqualTo("0:00 Settling: 1 of 3.\n0:00 Healthy.\n");
  }

  @Test
  void on_a_terminal_the_live_line_stays_beneath_the_others() {
    var screen = screen(true);

    screen.status(SETTLING, "q quit");
    screen.say("worker w-1 up");
    screen.end();

    assertThat(shown()).isEqualTo("0:00 worker w-1 up\n");
    assertThat(written.toString()).contains("0:00 Settling: 1 of 3.   q quit");
  }

  /** What a terminal would show: what is before a clearing of its line is gone. */
  private String shown() {
    return written.toString().replaceAll("[^\\n]*\\r\\x1b\\[K", "");
  }

  private Screen screen(boolean live) {
    var out = new PrintWriter(written, true);
    return new Screen(new Output(out, out), live);
  }
}
