package io.fleet.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The numbers of a worker's boots: a counter in the upper bits, 20 random bits below. A later boot
 * has a higher number even if the clock was set back, or the state folder was lost; the random bits
 * keep two numbers apart that were made without knowing of each other.
 *
 * @since 0.1
 */
public final class BootNumber {
  /** How many random bits a boot number ends with. */
  public static final int RANDOM_BITS = 20;

  private static final Logger LOG = LoggerFactory.getLogger(BootNumber.class);
  private static final String FILE = "boot";
  private static final long MAX_COUNTER = (1L << (53 - RANDOM_BITS)) - 1;

  private BootNumber() {}

  /**
   * Makes the next number and writes it to the state folder; it is durable when this returns.
   * Blocks for an fsync. The caller holds the {@link StateLock} of the folder.
   *
   * @param stateDir the worker's state folder
   * @param wallSeconds the wall clock, seconds since 1970
   * @param floor the highest boot that this process and its shell know of, 0 if none
   * @param random for the lower bits
   */
  public static long next(Path stateDir, long wallSeconds, long floor, RandomGenerator random) {
    Path file = stateDir.resolve(FILE);
    long boot = after(read(file), wallSeconds, floor, random);
    try {
      Files.createDirectories(stateDir);
      Durable.write(file, boot + "\n");
    } catch (IOException e) {
      throw new ProcessException(
          "Cannot write the boot number to " + file + " (" + e + "). Make the folder writable.", e);
    }
    return boot;
  }

  /**
   * The number that comes after the last one written, after {@code floor} and after the wall clock.
   * The random bits keep two boots apart whose counter file was lost while the clock stood back.
   */
  public static long after(long written, long wallSeconds, long floor, RandomGenerator random) {
    long counter =
        Math.max(Math.max(written >> RANDOM_BITS, floor >> RANDOM_BITS), wallSeconds) + 1;
    if (counter <= 0 || counter > MAX_COUNTER) {
      throw new ProcessException(
          "The boot counter " + counter + " is out of range. Is the clock of this host right?");
    }
    return counter << RANDOM_BITS | random.nextInt(1 << RANDOM_BITS);
  }

  private static long read(Path file) {
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (NoSuchFileException e) {
      return 0;
    } catch (NumberFormatException | java.nio.charset.CharacterCodingException e) {
      // As good as lost: clock and floor still make a higher number.
      LOG.warn("file={} outcome=ignored reason=not-a-number", file);
      return 0;
    } catch (IOException e) {
      throw new ProcessException(
          "Cannot read the boot number from " + file + " (" + e + "). Make the file readable.", e);
    }
  }
}
