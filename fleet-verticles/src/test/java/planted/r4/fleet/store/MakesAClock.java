package planted.r4.fleet.store;

import java.time.Clock;

/** Planted: a clock of its own. */
final class MakesAClock {
  Clock clock() {
    return Clock.systemUTC();
  }
}
