package io.fleet.testkit.sim;

import io.fleet.protocol.Beat;
import io.fleet.protocol.HeartbeatReply;
import io.fleet.protocol.HeartbeatReply.Heard;
import io.fleet.protocol.HeartbeatReply.WorkerSpec;
import io.fleet.protocol.Report;
import io.fleet.protocol.SlotReport;
import io.fleet.protocol.Transition;
import io.fleet.slot.Phase;
import io.fleet.slot.SlotState;
import io.fleet.snapshot.Snapshot;
import io.fleet.snapshot.SnapshotStore;
import io.fleet.store.LeaderReader;
import io.fleet.store.LeaderStore;
import io.fleet.store.Leadership;
import io.fleet.store.MemoryStore;
import io.fleet.store.WorkerStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.UnaryOperator;

/** Stores that keep the protocol wrongly, each in one way. */
final class WrongStores {
  private WrongStores() {}

  /** All calls go through, but for those that {@code instead} answers. */
  private static <T> T around(Class<T> type, T right, Map<String, Instead> instead) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> {
              try {
                var other = instead.get(method.getName());
                return other == null ? method.invoke(right, args) : other.answer(args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private interface Instead {
    Object answer(Object[] args);
  }

  @SuppressWarnings("unchecked")
  private static LeaderStore moving(LeaderStore right, UnaryOperator<Transition> wrong) {
    return around(
        LeaderStore.class,
        right,
        Map.of(
            "move",
            args ->
                right.move(
                    (Leadership) args[0],
                    ((List<Transition>) args[1]).stream().map(wrong).toList())));
  }

  /** Epochs, and so generations, are counted in the store alone; they are lost with it. */
  static LeaderStore countedInTheStore(LeaderStore right, MemoryStore memory) {
    return around(
        LeaderStore.class,
        right,
        Map.of(
            "acquire",
            args ->
                right
                    .acquire((String) args[0], (Duration) args[1])
                    .map(got -> new LeaderStore.Acquired(got.held(), memory.state().epoch()))));
  }

  /** Keeps everything but the epoch. */
  static SnapshotStore withoutEpoch(SnapshotStore right) {
    return new SnapshotStore() {
      @Override
      public Snapshot load() {
        return right.load().withEpoch(0);
      }

      @Override
      public boolean commit(Snapshot next, long expectedEpoch) {
        return right.commit(next, right.load().epoch());
      }

      @Override
      public void close() {}
    };
  }

  /** Whoever is told to stop counts as stopped. */
  static LeaderStore onePhase(LeaderStore right) {
    return moving(
        right,
        move ->
            move.to().state() == SlotState.DRAINING
                ? Transition.of(
                    move.from(),
                    move.to().freed(SlotState.FREE, move.to().cause(), move.to().sinceMillis()))
                : move);
  }

  /** The run of the server counts as believed from the take-over on. */
  static LeaderStore cleanAtOnce(LeaderStore right) {
    return around(
        LeaderStore.class,
        right,
        Map.of(
            "init",
            args ->
                right
                    .init((String) args[0], (Long) args[1])
                    .onSuccess(
                        begun -> {
                          if (begun.outcome().equals("OK")) {
                            right.markClean(
                                new Leadership((String) args[0], (Long) args[1], begun.runId()));
                          }
                        })));
  }

  /** A lease key that has expired is taken for a death. */
  @SuppressWarnings("unchecked")
  static LeaderReader deadByTtl(LeaderReader right, MemoryStore memory) {
    return around(
        LeaderReader.class,
        right,
        Map.of(
            "certificates",
            args ->
                right
                    .certificates((List<String>) args[0])
                    .map(
                        found -> {
                          var wrong = new HashMap<>(found);
                          memory
                              .beats()
                              .result()
                              .forEach(
                                  (worker, text) -> {
                                    var boot = Beat.parse(text).boot();
                                    if (!memory.leased(worker, boot)) {
                                      wrong.merge(worker, boot, Math::max);
                                    }
                                  });
                          return wrong;
                        })));
  }

  /** What is not in the answer must stop. */
  static WorkerStore absentMeansStop(WorkerStore right) {
    return around(
        WorkerStore.class,
        right,
        Map.of(
            "heartbeat",
            args ->
                right
                    .heartbeat(
                        (Report) args[0], (Beat) args[1], (String) args[2], (Duration) args[3])
                    .map(WrongStores::absentAsForeign)));
  }

  private static HeartbeatReply absentAsForeign(HeartbeatReply reply) {
    if (!(reply instanceof Heard heard)) {
      return reply;
    }
    var specs =
        heard.specs().stream()
            .map(
                spec ->
                    spec.absent()
                        ? new WorkerSpec(spec.slot(), Long.MAX_VALUE >> 11, "FREE", "", 0, "")
                        : spec)
            .toList();
    return new Heard(
        heard.epoch(), heard.adopted(), heard.runId(), specs, heard.view(), heard.unchanged());
  }

  /** An end is reported once, and not again. */
  static WorkerStore doneOnce(WorkerStore right) {
    var said = new HashSet<String>();
    return around(
        WorkerStore.class,
        right,
        Map.of(
            "heartbeat",
            args ->
                right.heartbeat(
                    once((Report) args[0], said),
                    (Beat) args[1],
                    (String) args[2],
                    (Duration) args[3])));
  }

  private static Report once(Report report, Set<String> said) {
    var slots = new ArrayList<SlotReport>();
    for (var slot : report.slots()) {
      var ended = slot.phase() == Phase.DONE || slot.phase() == Phase.FAILED;
      if (!ended || said.add(report.worker() + " " + slot.slot() + " " + slot.gen())) {
        slots.add(slot);
      }
    }
    return new Report(
        report.version(),
        report.worker(),
        report.host(),
        report.pid(),
        report.capacity(),
        report.labels(),
        report.automations(),
        slots,
        report.leaving(),
        report.stats(),
        report.rssBytes());
  }

  private static final Map<SnapshotStore, SnapshotStore> SHARED = new WeakHashMap<>();

  /** Written now and then, whatever was promised; as many epochs are left out at each start. */
  static SnapshotStore periodic(SnapshotStore right) {
    return SHARED.computeIfAbsent(right, store -> new Periodic(store));
  }

  private static final class Periodic implements SnapshotStore {
    private final SnapshotStore right;
    private Snapshot unwritten;
    private int commits;

    Periodic(SnapshotStore right) {
      this.right = right;
      this.unwritten = right.load();
    }

    @Override
    public Snapshot load() {
      // Who comes next finds what was written; the rest was in the memory of the last one.
      unwritten = right.load();
      return unwritten;
    }

    @Override
    public boolean commit(Snapshot next, long expectedEpoch) {
      if (unwritten.epoch() != expectedEpoch) {
        return false;
      }
      unwritten = next;
      if (next.revision() != right.load().revision() || ++commits % 6 == 0) {
        right.commit(next, right.load().epoch());
      }
      return true;
    }

    @Override
    public void close() {}
  }

  /** Each master has one of its own. */
  static SnapshotStore ofItsOwn(String master, SnapshotStore right) {
    return master.equals("m-1") ? right : OWN.computeIfAbsent(right, store -> new Own());
  }

  private static final Map<SnapshotStore, SnapshotStore> OWN = new WeakHashMap<>();

  private static final class Own implements SnapshotStore {
    private Snapshot held = Snapshot.empty();

    @Override
    public Snapshot load() {
      return held;
    }

    @Override
    public boolean commit(Snapshot next, long expectedEpoch) {
      if (held.epoch() != expectedEpoch) {
        return false;
      }
      held = next;
      return true;
    }

    @Override
    public void close() {}
  }
}
