package io.fleet.worker;

import io.fleet.automation.Automation;
import io.fleet.stream.Topic;
import io.fleet.stream.Topics;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Stands where code will be. */
final class NoProgram implements Program {
  @Override
  public void load() {
    throw new IllegalStateException("there is no code yet");
  }

  @Override
  public Automation<?> automation() {
    throw new IllegalStateException("its code is not there yet");
  }

  @Override
  public Topics topics() {
    return Topics.none();
  }

  @Override
  public Optional<Topic<?>> items() {
    return Optional.empty();
  }

  @Override
  public CompletionStage<String> stack() {
    return CompletableFuture.completedFuture("");
  }
}
