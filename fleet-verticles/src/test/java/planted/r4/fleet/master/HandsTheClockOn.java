package planted.r4.fleet.master;

import java.time.Instant;
import java.util.function.Supplier;

/** Planted: the wall clock as a reference. */
final class HandsTheClockOn {
  Supplier<Instant> clock() {
    return Instant::now;
  }
}
