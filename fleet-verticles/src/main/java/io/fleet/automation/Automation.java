package io.fleet.automation;

import io.fleet.stream.Topic;
import io.fleet.stream.Topics;

/**
 * One job that runs on many slots. Extend {@link ContinuousAutomation} or {@link BatchAutomation}.
 *
 * <ol>
 *   <li>One instance per slot generation, so plain fields are safe. Order: setup, execute…,
 *       teardown; never two at once.
 *   <li>{@link #teardown} always runs, also when setup failed half-way; it must not rely on setup.
 *       A killed process runs nothing.
 *   <li>When execute returns, emitted values are flushed, then taken items are acknowledged. When
 *       it throws, none of it happens. So the result is at least once: an item may be done twice.
 *   <li>{@link Run#emit} waits while the topic is full. That is the back-pressure; there is no
 *       other.
 *   <li>Blocking is fine: user code has a thread of its own, where Vert.x's {@code future.await()}
 *       works. Callbacks and timers made through {@link Run#vertx} run on the slot's event loop,
 *       beside execute: pass results through a queue.
 *   <li>An interrupt means the drain deadline or the execute time-out has passed. Code that ignores
 *       it makes the slot STUCK.
 *   <li>Hooks may throw anything: {@link Reject} is the item's fault, {@link Retry} asks for the
 *       item later, anything else is a failure.
 * </ol>
 *
 * Effects outside the fleet should be idempotent, by the item's own id or by {@link
 * SlotInfo#generation}.
 *
 * @param <C> the config record
 * @since 0.1
 */
public abstract sealed class Automation<C> permits ContinuousAutomation, BatchAutomation {
  /**
   * Which topics it takes from and emits to; none by default. Called before setup, also by {@code
   * fleet validate}.
   */
  public Topics topics() {
    return Topics.none();
  }

  /** Called once, on the slot's thread, before the first execute. A throw fails the generation. */
  public void setup(Run<C> run) throws Exception {}

  /**
   * A new config is there and {@code run.config()} already returns it; true takes it in place,
   * false (the default) asks for a new generation. Called between executions, on the slot's thread.
   */
  public boolean onConfig(Run<C> run, C before) throws Exception {
    return false;
  }

  /** Called once, on the slot's thread, after the last execute or a failed setup. */
  public void teardown(Run<C> run) throws Exception {}

  /** Topics to read. */
  protected static Topics takes(Topic<?>... topics) {
    return Topics.none().takes(topics);
  }

  /** Topics to write. */
  protected static Topics emits(Topic<?>... topics) {
    return Topics.none().emits(topics);
  }
}
