package io.fleet.worker;

import io.fleet.metrics.Meters;
import io.fleet.protocol.AutomationStats;
import io.fleet.slot.SlotId;
import io.fleet.worker.Tenants.Found;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The slots that run in one boot: takes a generation on, stops it, and says when it has ended. All
 * but {@link #check} and {@link #isEmpty} belong to the boot's event loop, on which it also calls
 * back.
 */
final class SlotHost implements Hosting {
  private record Hosted(SlotVerticle verticle, CodeUse use, Promise<String> deployed) {
    void stop(Duration atMost) {
      var own = verticle.tenancy().spec().drainDeadline();
      verticle.stop(own.compareTo(atMost) < 0 ? own : atMost);
    }

    boolean is(long gen) {
      return verticle.tenancy().fence().gen() == gen;
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
  private boolean quiet;

  SlotHost(Vertx vertx, Tenants tenants, Surroundings around, Listener listener) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.tenants = tenants;
    this.around = around;
    this.configs = new Configs(vertx, around.store());
    this.meters = Meters.of(vertx);
    this.listener = listener;
  }

  @Override
  public void take(String slot, long gen, String cfg) {
    configs
        .read(cfg)
        .compose(spec -> vertx.executeBlocking(() -> tenants.find(SlotId.of(slot), gen, spec)))
        .onFailure(e -> listener.phase(slot, gen, Ending.failed(Failure.text(e))))
        .onSuccess(
            found -> {
              switch (found) {
                case Found.Ready(var tenancy, var use) -> host(tenancy, use);
                case Found.Refused(var why) -> listener.phase(slot, gen, Ending.refused(why));
              }
            });
  }

  @Override
  public void stop(String slot, long gen, Duration atMost) {
    var hosted = slots.get(slot);
    if (hosted != null && hosted.is(gen)) {
      hosted.stop(atMost);
    }
  }

  @Override
  public void quiet(Duration atMost) {
    quiet = true;
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
      listener.phase(slot, gen, Ending.STOPPED);
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
              listener.phase(slot, gen, Ending.failed(Failure.text(e)));
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
      listener.phase(slot, gen, said);
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
              listener.phase(slot, gen, said);
            });
  }
}
