package examples.siteindex;

import com.google.auto.service.AutoService;
import io.fleet.automation.Automation;
import io.fleet.automation.ContinuousAutomation;
import io.fleet.automation.Next;
import io.fleet.automation.Run;
import io.fleet.config.Default;
import io.fleet.config.Doc;
import io.vertx.core.http.HttpServer;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves the site on the loopback interface, for as long as its slot runs. Needs one slot.
 *
 * @since 0.1
 */
@AutoService(Automation.class)
@SuppressWarnings("rawtypes") // a service line cannot name the config type
public final class SiteServer extends ContinuousAutomation<SiteServer.Config> {
  static final String HOST = "127.0.0.1";

  /** How long a port may stay taken: a worker that was killed needs a moment to let go of it. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /**
   * Which site, and where.
   *
   * @param site jar or folder
   * @param port on 127.0.0.1
   * @param out folder of the access log
   */
  public record Config(
      @Doc("jar or folder to serve, relative to the working directory")
          @Default("examples/site-index/target/site/vertx-core-javadoc.jar")
          String site,
      @Doc("port on 127.0.0.1") @Default("8099") int port,
      @Doc("folder of the results; moves into FLEET_DATA where that is set") @Default(Out.DEFAULT)
          String out) {}

  private @Nullable SiteFiles files;
  private @Nullable AccessLog log;
  private @Nullable HttpServer server;

  @Override
  public void setup(Run<Config> run) throws Exception {
    var site = SiteFiles.open(run.config().site());
    files = site;
    var access = AccessLog.open(Out.folder(run.config().out()), run.clock());
    log = access;
    server = listen(run, new SiteHandler(run.vertx(), site, access));
    run.note("serving", "site", run.config().site(), "port", run.config().port());
  }

  @Override
  public Next execute(Run<Config> run) {
    return Next.in(Duration.ofSeconds(5));
  }

  @Override
  public void teardown(Run<Config> run) throws Exception {
    if (server != null) {
      server.close().await();
    }
    if (log != null) {
      log.close();
    }
    if (files != null) {
      files.close();
    }
  }

  private static HttpServer listen(Run<Config> run, SiteHandler handler) throws Exception {
    var port = run.config().port();
    var giveUp = run.clock().instant().plus(PATIENCE);
    var noted = false;
    while (true) {
      try {
        return run.vertx().createHttpServer().requestHandler(handler).listen(port, HOST).await();
      } catch (Exception e) {
        if (!isTaken(e)) {
          throw e;
        }
        if (run.clock().instant().isAfter(giveUp)) {
          throw new IllegalStateException(
              "port %d on %s is taken for %d s: end the program that holds it, or choose another port for the site and the start page"
                  .formatted(port, HOST, PATIENCE.toSeconds()));
        }
      }
      if (!noted) {
        run.note("port is taken, trying again", "port", port);
        noted = true;
      }
      run.vertx().timer(500, TimeUnit.MILLISECONDS).await();
    }
  }

  /** Native transports have an exception of their own, with the system's words. */
  private static boolean isTaken(Exception e) {
    return e instanceof BindException || String.valueOf(e.getMessage()).contains("already in use");
  }
}
