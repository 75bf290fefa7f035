package io.fleet.worker;

import io.fleet.protocol.PackageAddress;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Which masters can be asked for packages: those that the operator named, then those that say over
 * the bus that they keep some. A wrong word costs a try, for what arrives is known by its hash.
 * Thread-safe.
 */
final class PackageMasters {
  private static final int MOST = 16;

  private final Vertx vertx;
  private final List<String> named;
  private final CopyOnWriteArrayList<String> heard = new CopyOnWriteArrayList<>();

  private PackageMasters(Vertx vertx, List<String> named) {
    this.vertx = vertx;
    this.named = named.stream().map(url -> url.replaceFirst("/+$", "")).toList();
  }

  /** Listens from now on, and asks once. */
  static PackageMasters listen(Vertx vertx, List<String> named) {
    var masters = new PackageMasters(vertx, named);
    vertx
        .eventBus()
        .<JsonObject>consumer(
            PackageAddress.HERE, said -> masters.hear(said.body().getString("url", "")));
    masters.ask();
    return masters;
  }

  /** Asks all on the bus to say where they are. */
  void ask() {
    vertx.eventBus().publish(PackageAddress.WHO, new JsonObject());
  }

  private void hear(String url) {
    if (PackageDownload.isMaster(url)) {
      // The last that spoke first: masters come and go.
      heard.remove(url);
      heard.addFirst(url);
      while (heard.size() > MOST) {
        heard.removeLast();
      }
    }
  }

  /** As they are known now. */
  List<String> urls() {
    var urls = new ArrayList<>(named);
    heard.stream().filter(url -> !urls.contains(url)).forEach(urls::add);
    return urls;
  }
}
