package io.fleet.cli;

import java.time.Duration;

/**
 * Where {@code fleet dev} writes: lines with the time since its start, and on a terminal one live
 * line beneath them. Used by the command's thread alone.
 */
final class Screen {
  private static final String CLEAR = "\r\033[K";

  private final Output out;
  private final boolean live;
  private final long began = System.nanoTime();
  private String said = "";
  private String status = "";

  /**
   * A screen.
   *
   * @param live whether there is a terminal that a line can be rewritten on
   */
  Screen(Output out, boolean live) {
    this.out = out;
    this.live = live;
  }

  /** {@code 0:12 revision 1: hello 3 slots}. */
  void say(String line) {
    erase();
    out.say(Amount.clock(passed()) + " " + line);
    draw();
  }

  /** A text that is no line of the timeline, such as a report of problems. */
  void report(String text) {
    erase();
    out.hint(text);
    draw();
  }

  /**
   * What the fleet says of itself now. It is a line whenever it changes; on a terminal only when it
   * is settled, for there the live line shows what passes by.
   */
  void status(DevWatch.Look look, String hint) {
    if (look.sentence().isEmpty()) {
      return;
    }
    if (!look.sentence().equals(said) && (look.settled() || !live)) {
      said = look.sentence();
      say(said);
    }
    if (live) {
      erase();
      status = look.sentence() + "   " + hint;
      draw();
    }
  }

  /** Takes the live line away for good. */
  void end() {
    erase();
    status = "";
  }

  private void erase() {
    if (live && !status.isEmpty()) {
      out.answer().print(CLEAR);
      out.answer().flush(); // what comes next may go to the other stream
    }
  }

  private void draw() {
    if (live && !status.isEmpty()) {
      out.answer().print(Amount.clock(passed()) + " " + status);
      out.answer().flush();
    }
  }

  private Duration passed() {
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
