package io.fleet.bench;

import io.fleet.redis.Keys;
import io.fleet.redis.RedisLink;
import io.vertx.redis.client.Command;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The masters of a {@link HealFleet}, over one snapshot. Used by one thread. */
final class HealMasters implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final Path folder;
  private final RedisLink link;
  private final Keys keys;
  private final Function<String, List<String>> common;
  private final Map<String, String> ports;
  private final Map<String, Daemon> masters = new TreeMap<>();

  /**
   * None runs yet.
   *
   * @param common the flags that all daemons share, by the name of one
   * @param ports of each one's API, by its name
   */
  HealMasters(
      Path folder,
      RedisLink link,
      Keys keys,
      Function<String, List<String>> common,
      Map<String, String> ports) {
    this.folder = folder;
    this.link = link;
    this.keys = keys;
    this.common = common;
    this.ports = Map.copyOf(ports);
  }

  void start(String name) {
    var words = new ArrayList<>(List.of("master", "--name", name));
    words.addAll(List.of("--http", "127.0.0.1:" + ports.get(name)));
    words.addAll(List.of("--snapshot", folder.resolve("snapshot").toString()));
    words.addAll(common.apply(name));
    masters.put(
        name,
        Daemon.start(
            folder.resolve(name + ".log"), List.of("-Xmx512m"), words.toArray(String[]::new)));
  }

  /** Whether every one is up and joined. */
  boolean serve() {
    return masters.keySet().stream().allMatch(name -> http(name, "/health/live", "") == 200);
  }

  /** Asks the leader for a change; whether it made it. */
  boolean post(String path, String body) {
    var status = http(leader(), "/api/v1" + path, body);
    if (status >= 400 && status < 500) {
      throw new IllegalStateException("the master refuses the bench: " + status + " " + path);
    }
    return status >= 200 && status < 300;
  }

  /** SIGKILL; it has to be started again. */
  String killLeader() {
    var leader = leader();
    @Nullable Daemon daemon = masters.get(leader);
    if (daemon == null) {
      throw new IllegalStateException("no process of " + leader);
    }
    daemon.kill();
    return leader;
  }

  /** The name in the leader's token. */
  private String leader() {
    Wait.until("a leader", LIMIT, () -> !token().isEmpty());
    return token().replaceFirst("/.*", "");
  }

  private String token() {
    var token = Wait.on(link.send(Command.GET, keys.leader()));
    return token == null ? "" : token.toString();
  }

  /** The status of an answer to a POST of this body, or a GET without one; 0 for none. */
  private int http(String master, String path, String body) {
    try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var url = URI.create("http://127.0.0.1:" + ports.get(master) + path);
      var request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(10));
      if (!body.isEmpty()) {
        request.header("Content-Type", "application/json").header("X-Fleet-Request", "1");
        request.POST(HttpRequest.BodyPublishers.ofString(body));
      }
      return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the bench was interrupted", e);
    }
  }

  @Override
  public void close() {
    masters.values().forEach(Daemon::close);
  }
}
