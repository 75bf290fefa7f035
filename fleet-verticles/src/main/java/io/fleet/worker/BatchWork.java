package io.fleet.worker;

import io.fleet.automation.BatchAutomation;
import io.fleet.automation.Next;
import io.fleet.automation.Source;
import io.fleet.slot.SlotId;
import io.fleet.store.WorkerStore.BatchState;
import io.fleet.stream.Topic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The work of a slot of a batch: take an item from the batch's internal topic and execute it. The
 * slot with index 0 reads the source as well: a page is emitted, then the cursor moves, so the next
 * reader reads that page again; the ids of its items then keep out what was put before.
 */
final class BatchWork<T> implements Work {
  private static final int PAGE = 100;
  private static final Duration PATIENCE = Duration.ofMillis(250);

  private final BatchAutomation<Object, T> automation;
  private final SlotRun<Object> run;
  private final Tenancy tenancy;
  private final Surroundings around;
  private final Topic<T> items;
  private final ItemIds ids;
  private final Queue<T> page = new ArrayDeque<>();
  private BatchState state = new BatchState("", "", false);
  private BatchState behindPage = state;
  private @Nullable Source<T> source;
  private boolean idle;

  @SuppressWarnings("unchecked") // the item type is that of the automation
  BatchWork(
      BatchAutomation<Object, T> automation,
      SlotRun<Object> run,
      Topic<?> items,
      ItemIds ids,
      Tenancy tenancy,
      Surroundings around) {
    this.automation = automation;
    this.run = run;
    this.tenancy = tenancy;
    this.around = around;
    this.items = (Topic<T>) items;
    this.ids = ids;
  }

  /** The internal topic of a batch; no user's topic begins with a dot. */
  static String itemsName(SlotId slot) {
    return ".items." + slot.automation();
  }

  private boolean reads() {
    return tenancy.slot().index() == 0;
  }

  @Override
  public void begin() throws Exception {
    if (!reads()) {
      return;
    }
    var opened = automation.source(run);
    source = opened;
    var stored = around.store().batch(tenancy.slot().automation()).await();
    var id = opened.id();
    state = stored.source().equals(id) ? stored : new BatchState(id, "", false);
    if (!stored.source().equals(id)) {
      move(state);
    }
  }

  /** Asked of Redis only when there was nothing to take: not with every item. */
  @Override
  public boolean finished() {
    if (!idle) {
      return false;
    }
    if (!reads()) {
      state = around.store().batch(tenancy.slot().automation()).await();
    }
    return state.allRead()
        && page.isEmpty()
        && around.streams().stats(items.name()).await().unacknowledged() == 0;
  }

  @Override
  public Next execute() throws Exception {
    if (reads() && !state.allRead()) {
      readOn();
    }
    var item = run.take(items, PATIENCE);
    idle = item.isEmpty();
    if (item.isPresent()) {
      automation.execute(run, item.get());
    }
    return Next.now();
  }

  @Override
  public boolean counts(boolean took) {
    return took;
  }

  /** Puts a page on the topic as far as it has room, so that the reader never waits for itself. */
  private void readOn() throws Exception {
    if (page.isEmpty()) {
      if (!behindPage.equals(state) && !behindPage.source().isEmpty()) {
        move(behindPage);
        state = behindPage;
        if (state.allRead()) {
          return;
        }
      }
      var read = java.util.Objects.requireNonNull(source).read(state.cursor(), PAGE);
      page.addAll(read.items());
      ids.page(state.source(), state.cursor());
      behindPage = new BatchState(state.source(), read.cursor(), read.last());
    }
    var stats = around.streams().stats(items.name()).await();
    var room = around.desired().stream(items.name()).window() / 2 - stats.unacknowledged();
    for (var left = room; left > 0 && !page.isEmpty(); left--) {
      run.emit(items, page.remove());
    }
    // Sent before the item's own execution, whose failure would drop what it emitted.
    run.flush();
  }

  private void move(BatchState to) {
    around.store().moveBatch(tenancy.slot().automation(), tenancy.fence(), to).await();
  }
}
