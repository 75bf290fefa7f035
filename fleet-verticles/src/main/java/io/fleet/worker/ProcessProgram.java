package io.fleet.worker;

import io.fleet.automation.Automation;
import io.fleet.automation.BatchAutomation;
import io.fleet.automation.ContinuousAutomation;
import io.fleet.automation.Next;
import io.fleet.automation.Page;
import io.fleet.automation.Run;
import io.fleet.automation.Source;
import io.fleet.child.Frame.Hook;
import io.fleet.child.Frame.Returned;
import io.fleet.slot.SlotId;
import io.fleet.stream.Raw;
import io.fleet.stream.Topic;
import io.fleet.stream.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** Code that runs in a JVM of its own. Records pass through as the text that they are. */
final class ProcessProgram implements Program {
  private final SlotId slot;
  private final ChildLink link;
  private Optional<Topic<?>> items = Optional.empty();
  private Topics topics = Topics.none();

  /** Over a JVM that was told to begin. */
  ProcessProgram(SlotId slot, ChildLink link) {
    this.slot = slot;
    this.link = link;
  }

  @Override
  public void load() throws InterruptedException {
    var ready = link.ready();
    topics = new Topics(topics(ready.takes()), topics(ready.emits()));
    if (!ready.itemType().isEmpty()) {
      items = Optional.of(Raw.topic(BatchWork.itemsName(slot), ready.itemType()));
    }
    link.emits(topics);
  }

  @Override
  public Automation<?> automation() {
    return items.isPresent() ? new RemoteBatch(link) : new RemoteContinuous(link);
  }

  @Override
  public Topics topics() {
    return topics;
  }

  @Override
  public Optional<Topic<?>> items() {
    return items;
  }

  @Override
  public void alive() {
    link.alive();
  }

  @Override
  public void pulse(long leaseEndNanos) {
    link.pulse(leaseEndNanos);
  }

  @Override
  public void kill(String why) {
    link.kill(why);
  }

  @Override
  public CompletionStage<String> stack() {
    return link.stack();
  }

  @Override
  public OptionalLong cpuMillis() {
    return link.cpuMillis();
  }

  /** Of name and type name, one after the other. */
  private static List<Topic<?>> topics(List<String> names) {
    var topics = new ArrayList<Topic<?>>();
    for (var i = 0; i + 1 < names.size(); i += 2) {
      topics.add(Raw.topic(names.get(i), names.get(i + 1)));
    }
    return topics;
  }

  private static final class RemoteContinuous extends ContinuousAutomation<Object> {
    private final ChildLink link;

    RemoteContinuous(ChildLink link) {
      this.link = link;
    }

    @Override
    public void setup(Run<Object> run) throws Exception {
      link.call(Hook.SETUP, "", 0, run);
    }

    @Override
    public Next execute(Run<Object> run) throws Exception {
      var due = link.call(Hook.EXECUTE, "", 0, run);
      return due.flag()
          ? Next.at(Instant.ofEpochMilli(due.number()))
          : Next.in(Duration.ofMillis(due.number()));
    }

    @Override
    public void teardown(Run<Object> run) throws Exception {
      link.call(Hook.TEARDOWN, "", 0, run);
    }
  }

  private static final class RemoteBatch extends BatchAutomation<Object, Raw> {
    private final ChildLink link;

    RemoteBatch(ChildLink link) {
      this.link = link;
    }

    @Override
    public void setup(Run<Object> run) throws Exception {
      link.call(Hook.SETUP, "", 0, run);
    }

    @Override
    public Source<Raw> source(Run<Object> run) throws Exception {
      return new RemoteSource(link, run, link.call(Hook.SOURCE, "", 0, run));
    }

    @Override
    public void execute(Run<Object> run, Raw item) throws Exception {
      link.call(Hook.ITEM, item.json(), 0, run);
    }

    @Override
    public void teardown(Run<Object> run) throws Exception {
      link.call(Hook.TEARDOWN, "", 0, run);
    }
  }

  private record RemoteSource(ChildLink link, Run<Object> run, Returned opened)
      implements Source<Raw> {
    @Override
    public String id() {
      return opened.text();
    }

    @Override
    public OptionalLong length() {
      return opened.number() < 0 ? OptionalLong.empty() : OptionalLong.of(opened.number());
    }

    @Override
    public Page<Raw> read(String cursor, int limit) throws Exception {
      var page = link.call(Hook.READ, cursor, limit, run);
      return new Page<>(page.items().stream().map(Raw::of).toList(), page.text(), page.flag());
    }
  }
}
