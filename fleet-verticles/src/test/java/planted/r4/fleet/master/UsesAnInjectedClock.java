package planted.r4.fleet.master;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Innocent: the time comes from outside. */
final class UsesAnInjectedClock {
  Instant now(Clock clock) {
    return Instant.now(clock);
  }

  LocalDate then(long millis) {
    return LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
  }

  long tick() {
    return System.nanoTime();
  }
}
