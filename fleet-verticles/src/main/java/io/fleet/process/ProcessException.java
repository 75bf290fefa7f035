package io.fleet.process;

/**
 * A process, a state folder or a system call did not do what was asked; the message is one sentence
 * for the operator: what, where, what to do.
 *
 * @since 0.1
 */
public final class ProcessException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ProcessException(String message) {
    super(message);
  }

  public ProcessException(String message, Throwable cause) {
    super(message, cause);
  }
}
