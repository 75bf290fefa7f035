package io.fleet.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.slot.Fence;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Both ends in the hands of a virtual thread that is dispatched on a verticle's event loop. */
@ParameterizedClass
@EnumSource(RedisKind.class)
final class SlotThreadIT {
  private final Rig rig;

  SlotThreadIT(RedisKind kind) {
    rig = new Rig(kind.shared());
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void a_slot_thread_waits_for_its_flushes_and_acknowledgements() {
    var verticle = new Slot();
    Rig.get(rig.vertx.deployVerticle(verticle));
    assertThat(Rig.get(verticle.seen.future()))
        .isEqualTo(LongStream.rangeClosed(1, 200).boxed().toList());
    assertThat(rig.pending(Rig.GROUP)).isZero();
    assertThat(verticle.contexts).containsOnly(verticle.own());
  }

  private final class Slot extends VerticleBase {
    private final Promise<List<Long>> seen = Promise.promise();
    private final List<Context> contexts = new ArrayList<>();
    private final Fence fence = rig.own("slot/0", 1);

    Context own() {
      return context;
    }

    @Override
    public Future<?> start() {
      var onContext = (ContextInternal) context;
      Thread.ofVirtual().start(() -> onContext.dispatch(go -> live()));
      return Future.succeededFuture();
    }

    private void live() {
      try {
        seen.complete(work());
      } catch (Throwable e) {
        seen.fail(e);
      }
    }

    private List<Long> work() throws InterruptedException {
      var outlet = rig.outlet(fence);
      var bell = new Semaphore(0);
      var inlet = rig.streams.inlet(Line.TOPIC, Rig.defaults(), Rig.GROUP, fence);
      inlet.onReady(bell::release);
      inlet.start();
      var numbers = new ArrayList<Long>();
      for (var n = 1; n <= 200; n++) {
        outlet.offer(new Line("slot", n));
        if (outlet.full()) {
          outlet.flush().await();
          contexts.add(Vertx.currentContext());
        }
      }
      outlet.flush().await();
      while (numbers.size() < 200) {
        var next = inlet.poll();
        if (next.isEmpty()) {
          bell.acquire();
        } else {
          numbers.add(next.get().value().n());
          inlet.complete(List.of(next.get()), numbers.size() < 200).await();
          contexts.add(Vertx.currentContext());
        }
      }
      inlet.stop().await();
      return numbers;
    }
  }
}
