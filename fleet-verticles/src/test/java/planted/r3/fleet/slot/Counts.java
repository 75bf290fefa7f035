package planted.r3.fleet.slot;

import java.util.List;
import java.util.RandomAccess;
import java.util.concurrent.TimeUnit;

/** Innocent: values. */
record Counts(List<TimeUnit> units, RandomAccess access) {}
