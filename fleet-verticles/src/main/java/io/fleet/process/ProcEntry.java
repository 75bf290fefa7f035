package io.fleet.process;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A process as {@code /proc/PID/stat} shows it.
 *
 * @param id pid and start time
 * @param ppid its parent, or the subreaper that took it over
 * @param state the kernel's letter: {@code R S D T t Z X I}
 * @param threads how many threads it still has
 * @param name the program's short name, for messages
 * @since 0.1
 */
public record ProcEntry(ProcessId id, long ppid, char state, int threads, String name) {
  public long pid() {
    return id.pid();
  }

  /**
   * Whether any code of it can still run. A zombie with threads is a main thread that left its
   * others behind: it lives.
   */
  public boolean isAlive() {
    return (state != 'Z' && state != 'X') || threads > 1;
  }

  /** Parses the one line of the file; the name may hold blanks and parentheses. */
  static Optional<ProcEntry> parse(byte[] stat) {
    String line = new String(stat, StandardCharsets.ISO_8859_1);
    int open = line.indexOf('(');
    int close = line.lastIndexOf(')');
    if (open < 2 || close < open) {
      return Optional.empty();
    }
    String[] fields = line.substring(close + 1).strip().split(" ", 22);
    if (fields.length < 20) {
      return Optional.empty();
    }
    ProcessId id =
        new ProcessId(Long.parseLong(line.substring(0, open).strip()), Long.parseLong(fields[19]));
    return Optional.of(
        new ProcEntry(
            id,
            Long.parseLong(fields[1]),
            fields[0].charAt(0),
            Integer.parseInt(fields[17]),
            line.substring(open + 1, close)));
  }
}
