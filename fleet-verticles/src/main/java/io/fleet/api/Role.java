package io.fleet.api;

/** Who may call an operation. */
enum Role {
  /** Looks. */
  VIEWER,
  /** Changes what the fleet is. */
  ADMIN
}
