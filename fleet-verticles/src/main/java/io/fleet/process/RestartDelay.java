package io.fleet.process;

import java.time.Duration;

/** How long to wait before the next start: doubles with each early death. */
final class RestartDelay {
  private final ShellSettings settings;
  private Duration next;

  RestartDelay(ShellSettings settings) {
    this.settings = settings;
    this.next = settings.firstRestart();
  }

  Duration after(Duration uptime) {
    if (uptime.compareTo(settings.healthyAfter()) >= 0) {
      next = settings.firstRestart();
    }
    Duration now = next;
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(settings.lastRestart()) > 0 ? settings.lastRestart() : doubled;
    return now;
  }
}
