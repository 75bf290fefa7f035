package io.fleet.automation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A program to run as a child process of a slot. Immutable; the methods return a changed copy. No
 * shell is in between: each word reaches the program as it is.
 *
 * @param words the program, looked up on the PATH, and its arguments
 * @param folder where it runs; the generation's {@link TempFolder} when empty
 * @param env variables on top of those of the worker
 * @param timeout when it and all below it are ended; empty for as long as it was leased for
 * @since 0.1
 */
public record Command(
    List<String> words,
    Optional<Path> folder,
    Map<String, String> env,
    Optional<Duration> timeout) {
  /** Throws {@link IllegalArgumentException} when there is no program or no time. */
  public Command {
    words = List.copyOf(words);
    env = Map.copyOf(env);
    if (words.isEmpty() || words.getFirst().isBlank()) {
      throw new IllegalArgumentException("a command begins with a program");
    }
    if (timeout.filter(time -> time.isNegative() || time.isZero()).isPresent()) {
      throw new IllegalArgumentException(
          "the time-out of " + words.getFirst() + " must be longer than 0, not " + timeout.get());
    }
  }

  /** {@code Command.of("convert", "in.png", "out.jpg")}. */
  public static Command of(String... words) {
    return new Command(List.of(words), Optional.empty(), Map.of(), Optional.empty());
  }

  /** Runs in this folder. */
  public Command in(Path where) {
    return new Command(words, Optional.of(where), env, timeout);
  }

  /** With one more environment variable. */
  public Command with(String name, String value) {
    var more = new TreeMap<>(env);
    more.put(name, value);
    return new Command(words, folder, more, timeout);
  }

  /** Ended with all below it after so long. */
  public Command within(Duration time) {
    return new Command(words, folder, env, Optional.of(time));
  }

  /** The program, for messages; arguments may be secret. */
  @Override
  public String toString() {
    return words.getFirst();
  }
}
