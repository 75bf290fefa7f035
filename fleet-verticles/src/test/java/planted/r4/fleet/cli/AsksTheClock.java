package planted.r4.fleet.cli;

import java.time.Instant;

/** Innocent: cli may. */
final class AsksTheClock {
  Instant now() {
    return Instant.now();
  }
}
