package io.fleet.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.config.StreamSpec;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Many numbered records through slots that never stay: all of them arrive. */
@ParameterizedClass
@EnumSource(RedisKind.class)
final class NumberedRecordsIT {
  private static final int RECORDS = 10_000;
  private static final int PRODUCERS = 2;
  private static final int CONSUMERS = 3;
  private static final int MOST_ATTEMPTS = 20;

  private final Rig rig;
  private final Set<Long> seen = ConcurrentHashMap.newKeySet();
  private final AtomicLong gens = new AtomicLong(100);

  NumberedRecordsIT(RedisKind kind) {
    rig = new Rig(kind.shared());
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void every_record_is_seen_though_slots_are_reassigned_at_random() {
    var seed = System.nanoTime();
    var work = new ArrayList<CompletableFuture<Void>>();
    for (var p = 0; p < PRODUCERS; p++) {
      var producer = p;
      work.add(CompletableFuture.runAsync(() -> produce(producer), Thread::startVirtualThread));
    }
    for (var c = 0; c < CONSUMERS; c++) {
      var slot = "reader/" + c;
      var random = new Random(seed + c);
      work.add(CompletableFuture.runAsync(() -> consume(slot, random), Thread::startVirtualThread));
    }
    work.forEach(CompletableFuture::join);
    assertThat(seen).as("seed %d", seed).hasSize(RECORDS);
    assertThat(rig.length("dead")).as("seed %d", seed).isZero();
    assertThat(Rig.get(rig.streams.stats("lines")).appended()).isEqualTo(RECORDS);
  }

  private void produce(int producer) {
    var outlet = rig.outlet(rig.own("w/" + producer, 1));
    for (var n = producer; n < RECORDS; n += PRODUCERS) {
      if (outlet.full()) {
        Rig.get(outlet.flush());
      }
      outlet.offer(new Line("w", n));
    }
    Rig.get(outlet.flush());
  }

  private void consume(String slot, Random random) {
    while (seen.size() < RECORDS) {
      var fence = rig.own(slot, gens.incrementAndGet());
      var taker =
          new Taker(
              rig.streams.inlet(
                  Line.TOPIC,
                  new StreamSpec("lines", 256, 100_000, MOST_ATTEMPTS),
                  Rig.GROUP,
                  fence));
      var left = 1 + random.nextInt(800);
      var answers = new ArrayList<Future<Void>>();
      while (left-- > 0 && seen.size() < RECORDS) {
        var batch = batch(taker, 1 + random.nextInt(3));
        batch.forEach(delivery -> seen.add(delivery.value().n()));
        if (left > 0) {
          answers.add(taker.inlet.complete(batch, random.nextInt(4) > 0));
        }
      }
      // The last batch is neither acknowledged nor given back: it comes again to someone.
      switch (random.nextInt(3)) {
        case 0 -> taker.stop();
        case 1 -> rig.spec(slot, fence.gen(), "FREE");
        default -> {
          // Abandoned: it still reads when its successor begins.
        }
      }
      answers.forEach(Rig::get);
    }
  }

  private List<Delivery<Line>> batch(Taker taker, int most) {
    var batch = new ArrayList<Delivery<Line>>();
    while (batch.size() < most) {
      var next = taker.take(Duration.ofMillis(50));
      if (next.isEmpty()) {
        break;
      }
      batch.add(next.get());
    }
    return batch;
  }
}
