package io.fleet.cli;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The one place where a command's thread waits for a future; never called on an event loop. */
final class Waiting {
  private Waiting() {}

  /** What failed, unwrapped. */
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    Failed(Throwable cause) {
      super(String.valueOf(cause.getMessage()), cause);
    }
  }

  /** Waits; throws what the future failed with, or a time-out, wrapped once. */
  static <T> T on(Future<T> future, Duration limit) throws Failed {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new Failed(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw new Failed(new TimeoutException("not done within " + Amount.seconds(limit)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failed(e);
    }
  }
}
