package io.fleet.reconcile;

import io.fleet.config.AutomationSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The seats that suit automations of one kind, by name, and the domains over which these are
 * spread.
 */
final class Suiting {
  private final List<Seat> seats;
  private final int domains;
  private final int[] domainOf;

  private Suiting(List<Seat> seats, int domains, int[] domainOf) {
    this.seats = seats;
    this.domains = domains;
    this.domainOf = domainOf;
  }

  /** Usable, with the labels and the code. */
  List<Seat> seats() {
    return seats;
  }

  /** How many domains there are. */
  int domains() {
    return domains;
  }

  /** The domain of a seat of the fleet, suiting or not. */
  int domainOf(int number) {
    return domainOf[number];
  }

  static Suiting of(Seats all, AutomationSpec automation) {
    var suiting = new ArrayList<Seat>();
    var domains = new HashMap<String, Integer>();
    var highest = all.all().stream().mapToInt(seat -> seat.number).max().orElse(-1);
    var domainOf = new int[highest + 1];
    for (var seat : all.all()) {
      domainOf[seat.number] =
          domains.computeIfAbsent(domain(automation.spread(), seat.view), name -> domains.size());
      if (seat.suits(automation)) {
        suiting.add(seat);
      }
    }
    return new Suiting(List.copyOf(suiting), domains.size(), domainOf);
  }

  /** Workers that lack the label are a domain of their own. */
  private static String domain(String spread, WorkerView view) {
    return switch (spread) {
      case AutomationSpec.SPREAD_HOST -> view.host();
      case AutomationSpec.SPREAD_NONE -> "";
      default -> label(view.labels(), spread);
    };
  }

  private static String label(Map<String, String> labels, String name) {
    return labels.getOrDefault(name, "");
  }
}
