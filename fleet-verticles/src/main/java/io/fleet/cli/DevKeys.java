package io.fleet.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Single keys of a terminal, without Enter. The terminal's own settings come back at {@link
 * #close}, which may be called from any thread and again.
 */
final class DevKeys implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DevKeys.class);

  private final Queue<Character> pressed = new ConcurrentLinkedQueue<>();
  private final String settings;

  private DevKeys(String settings) {
    this.settings = settings;
  }

  /** Keys that are pressed by a program. */
  static DevKeys pressed(String keys) {
    var made = new DevKeys("");
    keys.chars().forEach(key -> made.press((char) key));
    return made;
  }

  /** As if it had been pressed. Any thread. */
  void press(char key) {
    pressed.add(key);
  }

  /** Listens to the terminal, if there is one that lets us. */
  static DevKeys listen(InputStream in) {
    if (!Output.onTerminal()) {
      return new DevKeys("");
    }
    var before = stty(List.of("-g")).orElse("");
    // Signals stay with the terminal, so that Ctrl-C ends this as ever.
    if (before.isEmpty() || stty(List.of("-icanon", "-echo", "min", "1")).isEmpty()) {
      return new DevKeys("");
    }
    var keys = new DevKeys(before);
    Thread.ofPlatform().daemon().name("fleet-keys").start(() -> keys.read(in));
    return keys;
  }

  /** The next key that was pressed, if any. */
  Optional<Character> poll() {
    return Optional.ofNullable(pressed.poll());
  }

  @Override
  public void close() {
    if (!settings.isEmpty()) {
      stty(List.of(settings));
    }
  }

  private void read(InputStream in) {
    try {
      for (var key = in.read(); key >= 0; key = in.read()) {
        press((char) key);
      }
    } catch (IOException e) {
      log.debug("keys are unreadable error={}", e.toString());
    }
  }

  /** What stty said; empty when it failed. */
  private static Optional<String> stty(List<String> words) {
    var command = new java.util.ArrayList<>(List.of("stty"));
    command.addAll(words);
    try {
      var stty =
          new ProcessBuilder(command)
              .redirectInput(new File("/dev/tty"))
              .redirectErrorStream(true)
              .start();
      var said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return stty.waitFor(2, TimeUnit.SECONDS) && stty.exitValue() == 0
          ? Optional.of(said.strip())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
