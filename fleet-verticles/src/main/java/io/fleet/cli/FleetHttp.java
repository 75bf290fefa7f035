package io.fleet.cli;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Asks the master over HTTP. Every failure is a {@link CommandFailed} with the sentence and the
 * exit code. The methods block; thread-safe.
 */
final class FleetHttp {
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(3);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
  private static final Duration UPLOAD_WITHIN = Duration.ofMinutes(10);

  private final String url;
  private final Optional<String> token;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_WITHIN)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  /** For one master; the token is sent when there is one. */
  FleetHttp(String url, Optional<String> token) {
    this.url = url.replaceFirst("/+$", "");
    this.token = token;
    if (!this.url.matches("https?://[^/\\s]+(/.*)?")) {
      throw new CommandFailed(
          Exit.USAGE,
          "\"" + url + "\" is no URL of a master. Write it as in --url http://127.0.0.1:8080.");
    }
  }

  String url() {
    return url;
  }

  JsonObject get(String path) {
    return send(request(path).timeout(ANSWER_WITHIN).GET().build());
  }

  JsonObject post(String path, JsonObject body) {
    return send(
        request(path)
            .timeout(ANSWER_WITHIN)
            .header("Content-Type", "application/json")
            .header("X-Fleet-Request", "1")
            .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
            .build());
  }

  /**
   * Follows an event stream until it ends: each event with its name, empty for a bare message. A
   * refusal is told as by {@link #get}.
   */
  void follow(String path, BiConsumer<String, JsonObject> event) {
    var request = request(path).setHeader("Accept", "text/event-stream").GET().build();
    var answer = exchange(request, HttpResponse.BodyHandlers.ofLines());
    try (var lines = answer.body()) {
      if (answer.statusCode() / 100 != 2) {
        throw refused(answer.statusCode(), parse(lines.collect(Collectors.joining("\n"))));
      }
      var name = new String[] {""};
      lines.forEach(
          line -> {
            if (line.startsWith("event: ")) {
              name[0] = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
              event.accept(name[0], parse(line.substring("data: ".length())));
            } else if (line.isEmpty()) {
              name[0] = "";
            }
          });
    } catch (UncheckedIOException e) {
      throw unreachable("the connection broke", e);
    }
    throw unreachable("it closed the connection", new IOException("end of stream"));
  }

  /** Sends a file; for as long as that takes. */
  JsonObject put(String path, Path file) {
    try {
      return put(path, HttpRequest.BodyPublishers.ofFile(file));
    } catch (FileNotFoundException e) {
      throw new CommandFailed(Exit.FAILED, file + " is gone. Try again.", e);
    }
  }

  JsonObject put(String path, String text) {
    return put(path, HttpRequest.BodyPublishers.ofString(text));
  }

  private JsonObject put(String path, HttpRequest.BodyPublisher body) {
    return send(
        request(path)
            .timeout(UPLOAD_WITHIN)
            .header("Content-Type", "application/octet-stream")
            .header("X-Fleet-Request", "1")
            .PUT(body)
            .build());
  }

  private HttpRequest.Builder request(String path) {
    try {
      var builder =
          HttpRequest.newBuilder(URI.create(url + path)).header("Accept", "application/json");
      token.ifPresent(secret -> builder.header("Authorization", "Bearer " + secret));
      return builder;
    } catch (IllegalArgumentException e) {
      throw new CommandFailed(Exit.USAGE, "\"" + url + path + "\" is no URL.", e);
    }
  }

  private JsonObject send(HttpRequest request) {
    var answer = exchange(request, HttpResponse.BodyHandlers.ofString());
    var body = parse(answer.body());
    if (answer.statusCode() / 100 == 2) {
      return body;
    }
    throw refused(answer.statusCode(), body);
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return client.send(request, handler);
    } catch (HttpConnectTimeoutException e) {
      throw unreachable("no answer within " + CONNECT_WITHIN.toSeconds() + " s", e);
    } catch (HttpTimeoutException e) {
      throw unreachable("no answer within " + ANSWER_WITHIN.toSeconds() + " s", e);
    } catch (ConnectException e) {
      throw unreachable(reason(e), e);
    } catch (IOException e) {
      throw unreachable("the connection broke", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed(130, "Interrupted.", e);
    }
  }

  private CommandFailed unreachable(String reason, Exception e) {
    return new CommandFailed(
        Exit.UNREACHABLE,
        "Cannot reach the master at "
            + url
            + " ("
            + reason
            + "). Is it up? Start one with `fleet dev`, or set FLEET_URL.",
        e);
  }

  /** The client wraps a name that does not resolve in a message-less ConnectException. */
  private static String reason(ConnectException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof java.nio.channels.UnresolvedAddressException) {
        return "unknown host";
      }
    }
    return "connection refused";
  }

  private JsonObject parse(String body) {
    try {
      return body.isBlank() ? new JsonObject() : new JsonObject(body);
    } catch (DecodeException | ClassCastException e) {
      throw new CommandFailed(
          Exit.UNREACHABLE,
          "What answers at " + url + " is no Fleet master. Set FLEET_URL or --url to one.",
          e);
    }
  }

  private CommandFailed refused(int status, JsonObject problem) {
    var text =
        problem.getString("detail", problem.getString("message", problem.getString("title", "")));
    var sentence = text.isEmpty() ? "The master at " + url + " answered " + status + "." : text;
    return new CommandFailed(
        switch (status) {
          case 401, 403, 409, 412 -> Exit.REFUSED;
          case 503 -> Exit.UNREACHABLE;
          default -> Exit.FAILED;
        },
        sentence);
  }
}
