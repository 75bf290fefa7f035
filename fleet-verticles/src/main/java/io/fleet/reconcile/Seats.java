package io.fleet.reconcile;

import io.fleet.config.AutomationSpec;
import io.fleet.protocol.SlotSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every worker as a place, who sits where, and which places suit which automations. */
final class Seats {
  private record Profile(
      Map<String, String> require, String className, String version, String code, String spread) {}

  private final Map<String, Seat> byName = new HashMap<>();
  private final List<@Nullable Seat> byNumber = new ArrayList<>();
  private final ArrayList<Integer> unused = new ArrayList<>();
  private final Map<String, Counts> crews = new HashMap<>();
  private final Map<Profile, Suiting> suiting = new HashMap<>();
  private final Map<String, Integer> hosts = new HashMap<>();
  private List<Seat> sorted = List.of();
  private boolean unsorted;
  private long freshMillis;
  private long version;

  /** Silence beyond which a worker gets nothing new. */
  void fresh(long millis) {
    if (freshMillis != millis) {
      freshMillis = millis;
      byName.values().forEach(seat -> see(seat.view));
    }
  }

  /** Changes whenever something changed that a placement or a refusal could rest on. */
  long version() {
    return version;
  }

  /** The seat of a worker, as it is now. */
  Seat see(WorkerView view) {
    var seat = byName.get(view.name());
    if (seat == null) {
      seat = new Seat(number(), view);
      byName.put(view.name(), seat);
      byNumber.set(seat.number, seat);
      unsorted = true;
      seat.up = Seat.up(view, freshMillis);
      seat.stuck = view.stuck();
      changed();
      return seat;
    }
    var before = seat.view;
    var up = Seat.up(view, freshMillis);
    // The same map as long as the report is the same, so this costs nothing in most passes.
    var stuck = before.slots() == view.slots() ? seat.stuck : view.stuck();
    seat.view = view;
    if (up != seat.up || stuck != seat.stuck || !alike(before, view)) {
      seat.up = up;
      seat.stuck = stuck;
      changed();
    }
    return seat;
  }

  private static boolean alike(WorkerView a, WorkerView b) {
    return a.capacity() == b.capacity()
        && a.compatible() == b.compatible()
        && a.standing().equals(b.standing())
        && a.memoryBytes() == b.memoryBytes()
        && a.host().equals(b.host())
        && a.labels().equals(b.labels())
        && Objects.equals(a.code(), b.code());
  }

  private void changed() {
    version++;
    suiting.clear();
    hosts.clear();
  }

  private int number() {
    if (!unused.isEmpty()) {
      return unused.removeLast();
    }
    byNumber.add(null);
    return byNumber.size() - 1;
  }

  /** Forgets an empty seat. */
  void forget(Seat seat) {
    byName.remove(seat.name());
    byNumber.set(seat.number, null);
    unused.add(seat.number);
    unsorted = true;
    changed();
  }

  void sit(Seat seat, String automation, long memoryBytes) {
    seat.used++;
    seat.promised += memoryBytes;
    crew(automation).add(seat.number, 1);
  }

  void rise(Seat seat, String automation, long memoryBytes) {
    seat.used--;
    seat.promised -= memoryBytes;
    crew(automation).add(seat.number, -1);
  }

  /** Where the slots of an automation are, by number of seat. */
  Counts crew(String automation) {
    return crews.computeIfAbsent(automation, name -> new Counts());
  }

  /** A worker's seat, if it was ever seen. */
  @Nullable Seat named(String worker) {
    return byName.get(worker);
  }

  /** A seat by its number; there must be one. */
  Seat at(int number) {
    return Objects.requireNonNull(byNumber.get(number));
  }

  /** By name. */
  List<Seat> all() {
    if (unsorted) {
      sorted = new ArrayList<>(byName.values());
      sorted.sort(Comparator.comparing(Seat::name));
      unsorted = false;
    }
    return sorted;
  }

  /** The seats for an automation, whether there is room or not. */
  Suiting suiting(AutomationSpec automation) {
    var profile =
        new Profile(
            automation.require(),
            automation.className(),
            automation.version(),
            automation.code(),
            automation.spread());
    return suiting.computeIfAbsent(profile, same -> Suiting.of(this, automation));
  }

  /** A small number for a host. */
  int host(Seat seat) {
    return hosts.computeIfAbsent(seat.view.host(), name -> hosts.size());
  }

  /** All that hold something. */
  Set<String> holders() {
    return all().stream()
        .filter(seat -> seat.used > 0 && !seat.name().isEmpty())
        .map(Seat::name)
        .collect(Collectors.toSet());
  }

  /** Of one moment, for a pass that starts from nothing. */
  static Seats of(Desired desired, Observed observed) {
    var seats = new Seats();
    var freshMillis = 2 * desired.fleet().failover().heartbeat().toMillis();
    seats.fresh(freshMillis);
    observed.workers().values().forEach(seats::see);
    for (SlotSpec spec : observed.slots().values()) {
      if (spec.state().owned() || !spec.worker().isEmpty()) {
        var known = seats.byName.get(spec.worker());
        var seat = known == null ? seats.see(observed.worker(spec.worker())) : known;
        seats.sit(seat, spec.slot().automation(), desired.memoryBytes(spec));
      }
    }
    return seats;
  }
}
