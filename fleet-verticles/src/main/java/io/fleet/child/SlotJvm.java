package io.fleet.child;

import io.fleet.automation.Automation;
import io.fleet.automation.AutomationType;
import io.fleet.automation.BatchAutomation;
import io.fleet.automation.ContinuousAutomation;
import io.fleet.automation.Next;
import io.fleet.automation.Reject;
import io.fleet.automation.Retry;
import io.fleet.automation.SlotInfo;
import io.fleet.automation.Source;
import io.fleet.child.Frame.Begin;
import io.fleet.child.Frame.Call;
import io.fleet.child.Frame.Hook;
import io.fleet.child.Frame.Returned;
import io.fleet.child.Frame.Thrown;
import io.fleet.config.ConfigType;
import io.fleet.resource.Resources;
import io.fleet.slot.Failure;
import io.fleet.stream.Topic;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One generation in a JVM of its own: runs the hooks that the worker calls, one at a time, on the
 * thread that calls {@link #run}.
 */
final class SlotJvm {
  private static final Returned NOTHING = new Returned("", -1, false, List.of());

  private final WorkerEnd worker;
  private final Resources resources;

  SlotJvm(WorkerEnd worker, Resources resources) {
    this.worker = worker;
    this.resources = resources;
  }

  /** Returns after the teardown, or when the code cannot be run at all. */
  void run() throws IOException {
    var begin = worker.begin(Thread.currentThread());
    final Generation generation;
    try {
      generation = load(begin);
    } catch (Throwable e) {
      worker.tell(new Frame.Threw(Thrown.REFUSED, Failure.text(e), 0));
      return;
    }
    worker.tell(generation.ready());
    for (; ; ) {
      var call = worker.next();
      // An interrupt that came too late for the hook before is not meant for this one.
      Thread.interrupted();
      var answer = generation.answer(call);
      Thread.interrupted();
      generation.books.tell(worker);
      if (call.hook() == Hook.TEARDOWN) {
        worker.leave();
      }
      worker.tell(answer);
      if (call.hook() == Hook.TEARDOWN) {
        return;
      }
    }
  }

  private Generation load(Begin begin) throws ClassNotFoundException {
    var type = AutomationType.of(Class.forName(begin.className()));
    var bound = ConfigType.bindChecked(type.configType(), begin.config(), resources.secrets());
    if (bound.value().isEmpty()) {
      throw new IllegalArgumentException(
          "CONFIG_REFUSED: "
              + bound.problems().stream()
                  .map(problem -> problem.path() + ": " + problem.what())
                  .collect(Collectors.joining("; ")));
    }
    var slot = new SlotInfo(begin.automation(), begin.index(), begin.count(), begin.generation());
    return new Generation(type, new ChildRun(worker, slot, bound.value().get()));
  }

  /** The automation with its run. */
  private final class Generation {
    private final AutomationType type;
    private final Automation<Object> automation;
    private final ChildRun run;
    private final io.fleet.resource.Leases leases;
    private final Books books = new Books(resources.ledger());
    private @Nullable Source<Object> source;

    @SuppressWarnings("unchecked") // the run's config was bound to the automation's own record
    Generation(AutomationType type, ChildRun run) {
      this.type = type;
      this.automation = (Automation<Object>) type.create();
      this.run = run;
      this.leases = resources.of(run::slot, run::vertx, type.loader());
      run.leasing(leases);
      run.declares(automation.topics());
    }

    Frame ready() {
      var topics = automation.topics();
      return new Frame.Ready(
          type.itemType().map(Class::getSimpleName).orElse(""),
          names(topics.takes()),
          names(topics.emits()));
    }

    /** Name and type name of each, one after the other. */
    private static List<String> names(List<Topic<?>> topics) {
      return topics.stream()
          .flatMap(topic -> List.of(topic.name(), topic.typeName()).stream())
          .toList();
    }

    Frame answer(Call call) {
      run.count(call.count());
      try {
        return switch (call.hook()) {
          case SETUP -> {
            automation.setup(run);
            yield NOTHING;
          }
          case EXECUTE, ITEM -> execute(call);
          case SOURCE -> {
            var opened = batch().source(run);
            source = opened;
            yield new Returned(opened.id(), opened.length().orElse(-1), false, List.of());
          }
          case READ -> read(call);
          case TEARDOWN -> tearDown();
        };
      } catch (Reject e) {
        return new Frame.Threw(Thrown.REJECT, Failure.text(e), 0);
      } catch (Retry e) {
        return new Frame.Threw(Thrown.RETRY, Failure.text(e), e.delay().toMillis());
      } catch (Stop e) {
        return new Frame.Threw(Thrown.STOPPING, "", 0);
      } catch (OutOfMemoryError e) {
        // Of the heap it would have ended the JVM; this one is of what lies beside it.
        return new Frame.Threw(Thrown.OTHER, "MEMORY_LIMIT: " + Failure.text(e), 0);
      } catch (Throwable e) {
        return new Frame.Threw(Thrown.OTHER, Failure.text(e), 0);
      }
    }

    private Frame execute(Call call) throws Exception {
      leases.beginExecution();
      try {
        if (call.hook() == Hook.ITEM) {
          batch().execute(run, run.decoded(items(), call.text()));
          return NOTHING;
        }
        return switch (((ContinuousAutomation<Object>) automation).execute(run)) {
          case Next.In(var rest) -> new Returned("", rest.toMillis(), false, List.of());
          case Next.At(var time) -> new Returned("", time.toEpochMilli(), true, List.of());
        };
      } finally {
        leases.endExecution();
      }
    }

    private Frame read(Call call) throws Exception {
      if (source == null) {
        throw new IllegalStateException(run.slot() + ": read before source");
      }
      var page = source.read(call.text(), call.number());
      var items = items();
      return new Returned(
          page.cursor(),
          -1,
          page.last(),
          page.items().stream().map(item -> run.encoded(items, item)).toList());
    }

    private Frame tearDown() throws Exception {
      try {
        automation.teardown(run);
        return NOTHING;
      } finally {
        leases.endGeneration();
      }
    }

    @SuppressWarnings("unchecked") // asked for a batch alone
    private BatchAutomation<Object, Object> batch() {
      return (BatchAutomation<Object, Object>) (Automation<?>) automation;
    }

    @SuppressWarnings("unchecked") // the item's own class
    private Topic<Object> items() {
      return (Topic<Object>)
          Topic.of(".items." + run.slot().automation(), type.itemType().orElseThrow());
    }
  }
}
