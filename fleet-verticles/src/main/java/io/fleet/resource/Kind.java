package io.fleet.resource;

import java.util.Locale;

/**
 * What the ledger counts.
 *
 * @since 0.1
 */
public enum Kind {
  /** A process that a slot started, or that one of those started. */
  PROCESS,
  /** A temp folder. */
  FOLDER,
  /** A port. */
  PORT,
  /** A resource of a provider. */
  LEASE;

  /** As metrics and the API write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
