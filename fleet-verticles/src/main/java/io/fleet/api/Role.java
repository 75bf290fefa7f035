package io.fleet.api;

/** Who may call an operation. */
enum Role {
  /** Looks. */
  VIEWER,
  /** Steers what is there: pauses, drains, releases. */
  OPERATOR,
  /** Changes what the fleet is. */
  ADMIN
}
