package io.fleet.chaos;

import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes how the test of each fault ended. */
final class Verdicts implements TestWatcher {
  private static final Logger log = LoggerFactory.getLogger(Verdicts.class);

  @Override
  public void testSuccessful(ExtensionContext context) {
    over(context, Results.Outcome.PASSED);
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    log.error("{} {}", context.getDisplayName(), cause.toString());
    over(context, Results.Outcome.FAILED);
  }

  @Override
  public void testAborted(ExtensionContext context, Throwable cause) {
    log.warn("{} {}", context.getDisplayName(), Optional.ofNullable(cause.getMessage()).orElse(""));
    over(context, Results.Outcome.NOT_RUN);
  }

  private static void over(ExtensionContext context, Results.Outcome outcome) {
    log.info("{} {}", outcome, context.getDisplayName());
    ChaosIT.RESULTS.over(outcome);
  }
}
