package io.fleet.worker;

import io.fleet.stream.Delivery;
import io.fleet.stream.Inlet;
import io.fleet.stream.Outlet;
import io.fleet.stream.Topic;
import io.fleet.stream.Topics;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The topics of one generation: what it took and has not settled, what it emitted and has not sent.
 * Used by the slot's thread alone.
 */
final class Plumbing {
  /** A record in the hands of this execution, with the inlet that it came from. */
  private record Held<T>(Inlet<T> inlet, Delivery<T> delivery, int maxAttempts, boolean alone) {
    Future<Void> reject(String why) {
      return inlet.reject(delivery, why);
    }

    Future<Void> retry(Duration delay) {
      return inlet.retry(delivery, delay);
    }

    Future<Void> failed(String why, Duration delay) {
      return inlet.failed(delivery, why, maxAttempts, delay);
    }

    Future<Void> died(String why) {
      return inlet.died(delivery, why, maxAttempts);
    }
  }

  private static final Future<Void> NOTHING = Future.succeededFuture();

  private final String slot;
  private final Topics topics;
  private final Map<String, Inlet<?>> inlets = new LinkedHashMap<>();
  private final Map<String, Outlet<?>> outlets = new LinkedHashMap<>();
  private final List<Held<?>> taken = new ArrayList<>();
  private final DesiredView desired;

  Plumbing(Tenancy tenancy, Surroundings around, Topics topics, Runnable ready) {
    this.slot = tenancy.slot().toString();
    this.topics = topics;
    this.desired = around.desired();
    for (var topic : topics.takes()) {
      inlet(topic, tenancy, around, ready);
    }
    for (var topic : topics.emits()) {
      outlets.put(
          topic.name(),
          around.streams().outlet(topic, desired.stream(topic.name()), tenancy.fence()));
    }
  }

  private <T> void inlet(Topic<T> topic, Tenancy tenancy, Surroundings around, Runnable ready) {
    var inlet =
        around
            .streams()
            .inlet(
                topic, desired.stream(topic.name()), tenancy.slot().automation(), tenancy.fence());
    inlet.onReady(ready);
    inlets.put(topic.name(), inlet);
  }

  /** Starts to read ahead. */
  void open() {
    inlets.values().forEach(Inlet::start);
  }

  /** The next records of a topic, as many as there are; held until the execution is settled. */
  @SuppressWarnings("unchecked") // a topic's inlet was made for that topic
  <T> List<T> poll(Topic<T> topic, int most) {
    var inlet = (Inlet<T>) inlets.get(topic.name());
    if (inlet == null) {
      throw new IllegalStateException(
          "%s takes %s without saying so. Add to topics(): takes(%s)"
              .formatted(slot, topic.name(), topic.constant()));
    }
    var values = new ArrayList<T>();
    var deliveries = inlet.poll(most);
    for (var delivery : deliveries) {
      var attempts = desired.stream(topic.name()).maxAttempts();
      taken.add(new Held<>(inlet, delivery, attempts, deliveries.size() == 1));
      values.add(delivery.value());
    }
    return values;
  }

  /** Puts a record into the buffer; says whether the buffer should be flushed first. */
  @SuppressWarnings("unchecked") // a topic's outlet was made for that topic
  <T> Outlet<T> outlet(Topic<T> topic) {
    var outlet = (Outlet<T>) outlets.get(topic.name());
    if (outlet == null) {
      throw new IllegalStateException(
          "%s emits %s without saying so. Add to topics(): emits(%s)"
              .formatted(slot, topic.name(), topic.constant()));
    }
    return outlet;
  }

  boolean tookSomething() {
    return !taken.isEmpty();
  }

  /** Sends what was emitted, then acknowledges what was taken. */
  Future<Void> commit(boolean goOn) {
    // Whoever neither takes nor emits has nothing to wait for.
    if (inlets.isEmpty() && outlets.isEmpty()) {
      return NOTHING;
    }
    return flush().compose(sent -> acknowledge(goOn));
  }

  Future<Void> flush() {
    return Future.all(outlets.values().stream().map(Outlet::flush).toList()).mapEmpty();
  }

  private Future<Void> acknowledge(boolean goOn) {
    var acknowledged = new ArrayList<Future<Void>>();
    for (var inlet : inlets.values()) {
      acknowledge(inlet, goOn).ifPresent(acknowledged::add);
    }
    taken.clear();
    return Future.all(acknowledged).mapEmpty();
  }

  @SuppressWarnings("unchecked") // what is held came from that inlet
  private <T> Optional<Future<Void>> acknowledge(Inlet<T> inlet, boolean goOn) {
    var done =
        taken.stream()
            .filter(held -> held.inlet() == inlet)
            .map(held -> (Delivery<T>) held.delivery())
            .toList();
    return done.isEmpty() ? Optional.empty() : Optional.of(inlet.complete(done, goOn));
  }

  /** The execution failed by the item's own fault; of several each comes alone, to show whose. */
  Future<Void> reject(String why) {
    return settle(held -> held.alone() ? held.reject(why) : held.failed(why, Duration.ZERO));
  }

  /** The execution asks for the item later. */
  Future<Void> retry(Duration delay) {
    return settle(held -> held.retry(delay));
  }

  /** The execution failed; the item comes again, or is dead by now. */
  Future<Void> failed(String why, Duration delay) {
    return settle(held -> held.failed(why, delay));
  }

  /**
   * The process that executed it died; the item comes to the next generation, or is dead by now.
   */
  Future<Void> died(String why) {
    return settle(held -> held.died(why));
  }

  private Future<Void> settle(java.util.function.Function<Held<?>, Future<Void>> how) {
    outlets.values().forEach(Outlet::discard);
    var settled = taken.stream().map(how).toList();
    taken.clear();
    return Future.all(settled).mapEmpty();
  }

  /** Why emits wait, if they do. */
  boolean full() {
    return outlets.values().stream().anyMatch(outlet -> outlet.waiting().isPresent());
  }

  /** Gives back what was read ahead; nothing is sent any more. */
  Future<Void> close() {
    outlets.values().forEach(Outlet::close);
    return Future.join(inlets.values().stream().map(Inlet::stop).toList())
        .otherwiseEmpty()
        .mapEmpty();
  }

  Topics topics() {
    return topics;
  }
}
