package io.fleet.automation;

/**
 * Work with an end: every item of a source is done once, by whichever slot is free.
 *
 * @param <C> the config record
 * @param <T> the item, a record or anything else that JSON can hold
 * @since 0.1
 */
public abstract non-sealed class BatchAutomation<C, T> extends Automation<C> {
  /** Where the items come from. Called on one slot of the batch, the reader, after its setup. */
  public abstract Source<T> source(Run<C> run) throws Exception;

  /** Does one item. Runs on the slot's own thread and may block. */
  public abstract void execute(Run<C> run, T item) throws Exception;
}
