package io.fleet.reconcile;

import io.fleet.config.AutomationSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the seats of one automation, the best first: of the domain with the fewest of its slots
 * the worker with the fewest, then the emptiest, then the first by name. Costs the logarithm of the
 * workers for each slot. Nobody else may take seats as long as it is in use.
 */
final class Picker {
  private static final class Chair {
    final Seat seat;
    final int order;
    final int host;
    int count;

    Chair(Seat seat, int order, int host, int count) {
      this.seat = seat;
      this.order = order;
      this.host = host;
      this.count = count;
    }
  }

  private static final class Domain {
    final Heap<Chair> chairs;
    int count;

    Domain(Heap<Chair> chairs, int count) {
      this.chairs = chairs;
      this.count = count;
    }
  }

  private final Seats seats;
  private final AutomationSpec automation;
  private final Suiting suiting;
  private final Counts onHost = new Counts();
  private final Heap<Domain> domains;
  private final List<Seat> taken;

  /** Every seat that it hands out is noted in {@code taken} as well. */
  Picker(Seats seats, AutomationSpec automation, List<Seat> taken) {
    this.seats = seats;
    this.automation = automation;
    this.taken = taken;
    suiting = seats.suiting(automation);
    Comparator<Chair> better =
        automation.spread().equals(AutomationSpec.SPREAD_NONE)
            ? Picker::emptier
            : (a, b) -> a.count != b.count ? Integer.compare(a.count, b.count) : emptier(a, b);
    domains =
        new Heap<>(
            open(better),
            (a, b) ->
                a.count != b.count
                    ? Integer.compare(a.count, b.count)
                    : better.compare(a.chairs.top(), b.chairs.top()));
  }

  private static int emptier(Chair a, Chair b) {
    var byRoom =
        Long.compare(
            (long) a.seat.used * b.seat.view.capacity(),
            (long) b.seat.used * a.seat.view.capacity());
    return byRoom != 0 ? byRoom : Integer.compare(a.order, b.order);
  }

  private List<Domain> open(Comparator<Chair> better) {
    var crew = seats.crew(automation.name());
    var inDomain = new int[suiting.domains()];
    var limited = automation.maxSlotsPerHost() > 0;
    crew.each(
        (number, count) -> {
          inDomain[suiting.domainOf(number)] += count;
          if (limited) {
            onHost.add(seats.host(seats.at(number)), count);
          }
        });
    var chairs = new ArrayList<List<Chair>>();
    for (var i = 0; i < inDomain.length; i++) {
      chairs.add(new ArrayList<>(1));
    }
    var order = 0;
    for (var seat : suiting.seats()) {
      order++;
      if (!seat.full(automation)) {
        var host = limited ? seats.host(seat) : 0;
        chairs
            .get(suiting.domainOf(seat.number))
            .add(new Chair(seat, order, host, crew.get(seat.number)));
      }
    }
    var open = new ArrayList<Domain>();
    for (var i = 0; i < inDomain.length; i++) {
      if (!chairs.get(i).isEmpty()) {
        open.add(new Domain(new Heap<>(chairs.get(i), better), inDomain[i]));
      }
    }
    return open;
  }

  /** The best seat, taken at once; null when there is none. */
  @Nullable Seat pick() {
    while (!domains.isEmpty()) {
      var domain = domains.top();
      var chair = domain.chairs.top();
      var open = !crowded(chair.host);
      if (open) {
        take(chair.seat, chair.host);
        chair.count++;
        domain.count++;
      }
      if (!open || chair.seat.full(automation)) {
        domain.chairs.pop();
      } else {
        domain.chairs.sink();
      }
      if (domain.chairs.isEmpty()) {
        domains.pop();
      } else {
        domains.sink();
      }
      if (open) {
        return chair.seat;
      }
    }
    return null;
  }

  /**
   * A seat on the host where a slot is already, once {@link #pick} has none left: whoever moves
   * within a host is not one more there.
   */
  @Nullable Seat within(String host) {
    for (var seat : suiting.seats()) {
      if (!seat.full(automation) && seat.view.host().equals(host)) {
        take(seat, seats.host(seat));
        return seat;
      }
    }
    return null;
  }

  private boolean crowded(int host) {
    return automation.maxSlotsPerHost() > 0 && onHost.get(host) >= automation.maxSlotsPerHost();
  }

  private void take(Seat seat, int host) {
    seats.sit(seat, automation.name(), automation.memoryBytes());
    taken.add(seat);
    if (automation.maxSlotsPerHost() > 0) {
      onHost.add(host, 1);
    }
  }
}
