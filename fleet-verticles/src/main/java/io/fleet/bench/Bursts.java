package io.fleet.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Bursts of records from one process to another: how quick, and what each cost. */
final class Bursts {
  private static final double UNIT = 100_000;

  private final long redisPid;
  private final int records;
  private final List<Double> rates = new ArrayList<>();
  private final List<Double> cpu = new ArrayList<>();
  private final List<Double> redis = new ArrayList<>();

  Bursts(long redisPid, int records) {
    this.redisPid = redisPid;
    this.records = records;
  }

  /** One more; a cold one does not count. */
  void run(Child producer, Child consumer, boolean counts) throws IOException {
    var redisBefore = Cpu.seconds(redisPid);
    var before = producer.cpuSeconds() + consumer.cpuSeconds();
    consumer.ask("reset " + records);
    var begin = Long.parseLong(producer.ask("burst " + records));
    var reached = Long.parseLong(consumer.ask("reached").split(" ")[0]);
    var redisTook = Cpu.seconds(redisPid) - redisBefore;
    var took = redisTook + producer.cpuSeconds() + consumer.cpuSeconds() - before;
    if (counts) {
      rates.add(records / ((reached - begin) / 1e9));
      cpu.add(took / records * UNIT);
      redis.add(redisTook / records * UNIT);
    }
  }

  /** Records a second, from the first offer to the last arrival. */
  Samples rates() {
    return new Samples(rates);
  }

  /** CPU seconds of all processes for 100,000 records. */
  Samples cpu() {
    return new Samples(cpu);
  }

  /** The part of Redis in it. */
  Samples redis() {
    return new Samples(redis);
  }
}
