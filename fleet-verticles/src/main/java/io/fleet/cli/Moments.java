package io.fleet.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Moments as people at this machine read them. */
final class Moments {
  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  private Moments() {}

  /** Milliseconds or ISO text as local time; anything else as it is. */
  static String shown(@Nullable Object at) {
    return switch (at) {
      case null -> "";
      case Number millis -> SHOWN.format(Instant.ofEpochMilli(millis.longValue()));
      case String text -> {
        try {
          yield SHOWN.format(Instant.parse(text));
        } catch (DateTimeParseException e) {
          yield text;
        }
      }
      default -> at.toString();
    };
  }
}
