package io.fleet.worker;

import io.fleet.automation.Automation;
import io.fleet.child.Stacks;
import io.fleet.stream.Topic;
import io.fleet.stream.Topics;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Code that runs in this JVM, on the slot's own thread. */
final class LocalProgram implements Program {
  private final Tenancy tenancy;
  private final Thread thread = Thread.currentThread();
  private @Nullable Automation<?> automation;
  private Topics topics = Topics.none();

  /** On the slot's thread. */
  LocalProgram(Tenancy tenancy) {
    this.tenancy = tenancy;
  }

  @Override
  public void load() {
    var made = tenancy.type().create();
    automation = made;
    topics = made.topics();
  }

  @Override
  public Automation<?> automation() {
    return Objects.requireNonNull(automation);
  }

  @Override
  public Topics topics() {
    return topics;
  }

  @Override
  public Optional<Topic<?>> items() {
    return tenancy
        .type()
        .itemType()
        .map(type -> Topic.of(BatchWork.itemsName(tenancy.slot()), type));
  }

  @Override
  public CompletionStage<String> stack() {
    return CompletableFuture.completedFuture(Stacks.one(thread, thread.getStackTrace()));
  }

  @Override
  public OptionalLong cpuMillis() {
    return thread.isVirtual()
        ? OptionalLong.empty()
        : known(ThreadUse.cpuNanos(thread.threadId()) / 1_000_000);
  }

  @Override
  public OptionalLong allocatedBytes() {
    return thread.isVirtual()
        ? OptionalLong.empty()
        : known(ThreadUse.allocatedBytes(thread.threadId()));
  }

  private static OptionalLong known(long value) {
    return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
