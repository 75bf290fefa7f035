package io.fleet.api;

/** A refusal that the caller can act on: an HTTP status and one sentence. Has no stack trace. */
final class ApiFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String sentence;

  ApiFailure(int status, String sentence) {
    super(sentence, null, false, false);
    this.status = status;
    this.sentence = sentence;
  }

  int status() {
    return status;
  }

  String sentence() {
    return sentence;
  }
}
