package planted.r4.fleet.master;

import java.time.Instant;

/** Planted: the wall clock. */
final class AsksTheClock {
  Instant now() {
    return Instant.now();
  }
}
