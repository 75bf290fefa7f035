package io.fleet.worker;

import io.fleet.metrics.Meters;
import io.fleet.protocol.AutomationStats;
import io.fleet.slot.Failure;
import io.fleet.slot.Phase;
import io.fleet.slot.SlotId;
import io.fleet.worker.Tenants.Found;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The slots that run in one boot: takes a generation on, stops it, and says when it has ended. All
 * but {@link #check} and {@link #isEmpty} belong to the boot's event loop, on which it also calls
 * back.
 */
final class SlotHost implements Hosting {
  static final String WAITS = "waits for its turn";

  private record Hosted(SlotVerticle verticle, CodeUse use, Promise<String> deployed) {
    void stop(Duration atMost) {
      var own = verticle.tenancy().spec().drainDeadline();
      verticle.stop(own.compareTo(atMost) < 0 ? own : atMost);
    }

    long gen() {
      return verticle.tenancy().fence().gen();
    }

    boolean is(long gen) {
      return gen() == gen;
    }
  }

  private final Vertx vertx;
  private final Context context;
  private final Tenants tenants;
  private final Surroundings around;
  private final Configs configs;
  private final Meters meters;
  private final Listener listener;
  private final Map<String, Hosted> slots = new ConcurrentHashMap<>();
  private final Map<String, Tally> tallies = new HashMap<>();
  private final StartLine line;
  private long timer = -1;
  private boolean quiet;

  SlotHost(Vertx vertx, Tenants tenants, Surroundings around, StartLine line, Listener listener) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.tenants = tenants;
    this.around = around;
    this.configs = new Configs(vertx, around.store());
    this.meters = Meters.of(vertx);
    this.line = line;
    this.listener = listener;
  }

  /** It waits for its turn, if it is not at once. */
  @Override
  public void take(String slot, long gen, String cfg) {
    if (quiet) {
      listener.phase(slot, gen, Ending.STOPPED);
      return;
    }
    line.join(new StartLine.Start(slot, gen, cfg));
    pump(slot);
    if (line.waits(slot, gen)) {
      listener.phase(slot, gen, new Ending(Phase.STARTING, WAITS, false));
    }
  }

  /**
   * Whoever may begin now does, and takes back that it waits; {@code fresh} has not said so yet.
   * When the rate alone holds the next one, a timer looks again.
   */
  private void pump(String fresh) {
    var now = around.nanos().getAsLong();
    for (var next = line.next(now); next.isPresent(); next = line.next(now)) {
      var start = next.get();
      if (!start.slot().equals(fresh)) {
        listener.phase(start.slot(), start.gen(), new Ending(Phase.STARTING, "", false));
      }
      begin(start.slot(), start.gen(), start.cfg());
    }
    line.patience(now)
        .filter(wait -> timer < 0)
        .ifPresent(
            wait ->
                timer =
                    vertx.setTimer(
                        wait.toMillis() + 1,
                        go -> {
                          timer = -1;
                          pump("");
                        }));
  }

  /** All that is heard of a generation goes through here: whoever has begun makes room. */
  private void say(String slot, long gen, Ending said) {
    listener.phase(slot, gen, said);
    if ((said.phase() != Phase.STARTING || said.permanent()) && line.begun(slot, gen)) {
      pump("");
    }
  }

  private void begin(String slot, long gen, String cfg) {
    configs
        .read(cfg)
        .compose(spec -> vertx.executeBlocking(() -> tenants.find(SlotId.of(slot), gen, spec)))
        .onFailure(e -> say(slot, gen, Ending.failed(Failure.text(e))))
        .onSuccess(
            found -> {
              switch (found) {
                case Found.Ready(var tenancy, var use) -> host(tenancy, use);
                case Found.Refused(var why) -> say(slot, gen, Ending.refused(why));
              }
            });
  }

  @Override
  public void stop(String slot, long gen, Duration atMost) {
    if (line.leave(slot, gen)) {
      listener.phase(slot, gen, Ending.STOPPED);
      return;
    }
    var hosted = slots.get(slot);
    if (hosted != null && hosted.is(gen)) {
      hosted.stop(atMost);
    }
  }

  @Override
  public void quiet(Duration atMost) {
    quiet = true;
    line.clear().forEach(start -> listener.phase(start.slot(), start.gen(), Ending.STOPPED));
    slots.values().forEach(hosted -> hosted.stop(atMost));
  }

  @Override
  public boolean isEmpty() {
    return slots.isEmpty();
  }

  @Override
  public void check(long now) {
    slots.values().forEach(hosted -> hosted.verticle().check(now));
  }

  /** What can be seen of a slot; empty when none of its generations runs here. */
  Optional<Future<JsonObject>> look(String slot) {
    var hosted = Optional.ofNullable(slots.get(slot));
    return hosted
        .flatMap(present -> present.verticle().look())
        .map(
            look ->
                Future.fromCompletionStage(look, context)
                    .map(seen -> seen.json(slot, hosted.get().gen())));
  }

  @Override
  public Map<String, AutomationStats> stats() {
    return tallies.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, tally -> tally.getValue().stats()));
  }

  private void host(Tenancy tenancy, CodeUse use) {
    var slot = tenancy.slot().toString();
    var gen = tenancy.fence().gen();
    if (quiet) {
      use.end();
      say(slot, gen, Ending.STOPPED);
      return;
    }
    var tally =
        tallies.computeIfAbsent(tenancy.slot().automation(), name -> new Tally(meters, name));
    var verticle =
        new SlotVerticle(
            tenancy,
            around,
            tally,
            (phase, detail, permanent) ->
                context.runOnContext(go -> heard(slot, gen, new Ending(phase, detail, permanent))));
    var hosted = new Hosted(verticle, use, Promise.promise());
    slots.put(slot, hosted);
    deploy(verticle, tenancy).onComplete(hosted.deployed());
    hosted
        .deployed()
        .future()
        .onFailure(
            e -> {
              slots.remove(slot, hosted);
              use.end();
              say(slot, gen, Ending.failed(Failure.text(e)));
            });
  }

  /**
   * As a deployment of its own: a child of the worker's verticle would be undeployed before the
   * worker could say that it leaves.
   */
  private Future<String> deploy(SlotVerticle verticle, Tenancy tenancy) {
    var deployed = Promise.<String>promise();
    var options = new DeploymentOptions().setClassLoader(tenancy.type().loader());
    Thread.ofVirtual()
        .name("deploy-" + tenancy.slot())
        .start(
            () ->
                vertx
                    .deployVerticle(verticle, options)
                    .onComplete(done -> context.runOnContext(go -> deployed.handle(done))));
    return deployed.future();
  }

  /** An ended generation is undeployed before anybody hears of its end. */
  private void heard(String slot, long gen, Ending said) {
    if (said.phase().living()) {
      say(slot, gen, said);
      return;
    }
    var hosted = slots.remove(slot);
    (hosted == null
            ? Future.<Void>succeededFuture()
            : hosted.deployed().future().compose(vertx::undeploy))
        .onComplete(
            gone -> {
              if (hosted != null) {
                hosted.use().end();
              }
              say(slot, gen, said);
            });
  }
}
