package io.fleet.api;

import io.fleet.metrics.Meters;
import io.fleet.stream.GroupStats;
import io.fleet.stream.TopicLook;
import io.fleet.stream.TopicStats;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the gauges of all topics: looks now and then, since nobody tells of a lag. */
final class TopicGauges {
  private static final Logger log = LoggerFactory.getLogger(TopicGauges.class);
  private static final long EVERY_MILLIS = 5_000;

  private final Vertx vertx;
  private final TopicLook look;
  private final Meters meters;
  private Set<String> shown = new HashSet<>();
  private long timer = -1;
  private boolean looking;

  TopicGauges(Vertx vertx, TopicLook look) {
    this.vertx = vertx;
    this.look = look;
    this.meters = Meters.of(vertx);
  }

  void start() {
    timer = vertx.setPeriodic(EVERY_MILLIS, tick -> look());
  }

  void stop() {
    vertx.cancelTimer(timer);
  }

  private void look() {
    // One look at a time: a Redis that is slow is not asked the more.
    if (looking) {
      return;
    }
    looking = true;
    look.topics()
        .compose(
            topics ->
                Future.all(topics.stream().map(topic -> look.stats(topic.name())).toList())
                    .map(all -> all.<TopicStats>list()))
        .onSuccess(
            all -> {
              all.forEach(this::show);
              forgetAllBut(all.stream().map(TopicStats::topic).collect(Collectors.toSet()));
            })
        .onFailure(e -> log.debug("topics not seen error={}", e.getMessage()))
        .onComplete(
            end -> {
              looking = false;
            });
  }

  private void show(TopicStats stats) {
    var groups = stats.groups();
    meters.stream(
        stats.topic(),
        groups.stream().mapToLong(GroupStats::lag).max().orElse(0),
        groups.stream()
            .map(GroupStats::oldest)
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO),
        groups.stream().mapToLong(GroupStats::pending).sum(),
        stats.dead());
  }

  private void forgetAllBut(Set<String> present) {
    shown.stream().filter(topic -> !present.contains(topic)).forEach(meters::forgetStream);
    shown = present;
  }
}
