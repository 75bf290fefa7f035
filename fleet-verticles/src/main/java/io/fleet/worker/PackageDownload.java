package io.fleet.worker;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Downloads packages from masters, one after the other until one has it. What arrives is bounded in
 * size and only taken when its SHA-256 is right, so it does not matter who sent it. Thread-safe;
 * blocks.
 */
final class PackageDownload implements PackageFetch.Source {
  /** As much as a master takes. */
  static final long MOST_BYTES = 256L << 20;

  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(3);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);
  private static final int PIECE = 1 << 16;

  private final PackageStore store;
  private final Supplier<List<String>> masters;
  private final List<String> trusted;
  private final Optional<String> token;

  /**
   * Into a store.
   *
   * @param masters URLs of masters, as they are now
   * @param trusted those that the operator named; only they see the token
   */
  PackageDownload(
      PackageStore store,
      Supplier<List<String>> masters,
      List<String> trusted,
      Optional<String> token) {
    this.store = store;
    this.masters = masters;
    this.trusted = trusted;
    this.token = token;
  }

  /** With a client of its own: few workers ever need one, and it is slow to load. */
  @Override
  public void get(String hash) throws PackageUnavailable {
    try (var client = client()) {
      if (store.index(hash).isEmpty()) {
        download(client, hash);
      }
      var index = store.index(hash);
      if (index.isPresent()) {
        for (var jar : store.missing(index.get())) {
          download(client, jar.hash());
        }
      }
    } catch (IOException e) {
      throw new PackageUnavailable("it cannot be kept: " + e.getMessage());
    }
  }

  private static HttpClient client() {
    return HttpClient.newBuilder()
        .connectTimeout(CONNECT_WITHIN)
        .version(HttpClient.Version.HTTP_1_1)
        .build();
  }

  private void download(HttpClient client, String hash) throws PackageUnavailable, IOException {
    var tried = new ArrayList<String>();
    for (var master : masters.get()) {
      try {
        download(client, master, hash);
        return;
      } catch (IOException e) {
        var why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        tried.add(master + ": " + why);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new PackageUnavailable("interrupted");
      }
    }
    throw new PackageUnavailable(
        tried.isEmpty()
            ? "no master is known to ask. Hand it to the master (fleet install --to-master) or name"
                + " one (--packages URL)"
            : String.join("; ", tried));
  }

  private void download(HttpClient client, String master, String hash)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(master + "/api/v1/packages/" + hash))
            .timeout(ANSWER_WITHIN);
    if (trusted.contains(master)) {
      token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    }
    var answer = client.send(request.GET().build(), HttpResponse.BodyHandlers.ofInputStream());
    try (var body = answer.body()) {
      if (answer.statusCode() != 200) {
        throw new IOException("status " + answer.statusCode());
      }
      var half = store.half();
      try {
        copy(body, half);
        store.put(hash, half);
      } finally {
        Files.deleteIfExists(half);
      }
    }
  }

  private static void copy(InputStream body, Path half) throws IOException {
    try (var out = Files.newOutputStream(half)) {
      var piece = new byte[PIECE];
      var size = 0L;
      for (var read = body.read(piece); read >= 0; read = body.read(piece)) {
        size += read;
        if (size > MOST_BYTES) {
          throw new IOException("it is larger than " + (MOST_BYTES >> 20) + " MiB");
        }
        out.write(piece, 0, read);
      }
    }
  }

  /** Whether a text is a URL that can be asked. */
  static boolean isMaster(String url) {
    return url.matches("https?://[^/\\s]+");
  }
}
