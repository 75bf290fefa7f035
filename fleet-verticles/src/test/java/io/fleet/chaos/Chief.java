package io.fleet.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** One master, with its own way to Redis. */
final class Chief implements AutoCloseable {
  private static final Pattern LEADS = Pattern.compile("leading epoch=(\\d+)");

  private final Daemon daemon;
  private final TcpProxy redis;
  private final TcpProxy bus;
  private final int http;

  /** With the shared snapshot where the product has one. */
  Chief(String name, Place place, List<String> snapshot) {
    this.redis = new TcpProxy(place.redisPort());
    var port = Place.freePort();
    this.bus = new TcpProxy(port);
    this.http = Place.freePort();
    var words = new ArrayList<>(List.of("master"));
    words.addAll(place.common(redis.port(), port, bus.port()));
    words.addAll(
        List.of("--http", "127.0.0.1:" + http, "--state", place.folder().resolve(name).toString()));
    words.addAll(snapshot);
    this.daemon = new Daemon(name, place.folder(), Map.of("CHAOS_RUN", place.run()), words);
  }

  Daemon daemon() {
    return daemon;
  }

  TcpProxy redis() {
    return redis;
  }

  TcpProxy bus() {
    return bus;
  }

  String url() {
    return "http://127.0.0.1:" + http;
  }

  /** Every epoch that it led, by its own log. */
  List<Long> led() {
    return LEADS
        .matcher(daemon.said())
        .results()
        .map(found -> Long.valueOf(found.group(1)))
        .toList();
  }

  @Override
  public void close() {
    daemon.close();
    redis.close();
    bus.close();
  }
}
