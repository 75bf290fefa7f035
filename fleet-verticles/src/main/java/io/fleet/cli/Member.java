package io.fleet.cli;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This JVM in the fleet's cluster, and the verticles that it runs. Verticles are named, not
 * referred to, so that the parts stay apart. The methods block; used by the command's thread.
 */
final class Member implements AutoCloseable {
  static final String MASTER = "io.fleet.master.MasterVerticle";
  static final String WORKER = "io.fleet.worker.WorkerVerticle";
  static final String API = "io.fleet.api.ApiVerticle";

  private static final Logger log = LoggerFactory.getLogger(Member.class);
  private static final Duration JOIN_WITHIN = Duration.ofSeconds(60);
  private static final Duration DEPLOY_WITHIN = Duration.ofSeconds(60);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(20);

  private final Vertx vertx;
  private final Duration undeployWithin;
  private final Map<String, String> deployed = new LinkedHashMap<>();
  private final Deque<String> order = new ArrayDeque<>();

  private Member(Vertx vertx, Duration undeployWithin) {
    this.vertx = vertx;
    this.undeployWithin = undeployWithin;
  }

  /** Joins the cluster; undeploying a verticle may take so long. */
  static Member join(ClusterSettings settings, Duration undeployWithin) {
    try {
      return new Member(Waiting.on(Cluster.start(settings), JOIN_WITHIN), undeployWithin);
    } catch (Waiting.Failed e) {
      throw new CommandFailed(
          Exit.FAILED,
          "Cannot join the cluster of fleet "
              + settings.fleet()
              + " on "
              + settings.host()
              + " (members "
              + String.join(", ", settings.members())
              + "): "
              + rootMessage(e)
              + ". Check --cluster-host and --cluster-members.",
          e);
    }
  }

  Vertx vertx() {
    return vertx;
  }

  /** Deploys one verticle; throws {@link CommandFailed} with the verticle's own sentence. */
  void deploy(String verticle, JsonObject config) {
    deployed(verticle, vertx.deployVerticle(verticle, new DeploymentOptions().setConfig(config)));
  }

  /** The same for a verticle that was made already. */
  void deploy(String name, Deployable verticle, JsonObject config) {
    deployed(name, vertx.deployVerticle(verticle, new DeploymentOptions().setConfig(config)));
  }

  private void deployed(String verticle, Future<String> deployment) {
    try {
      var id = Waiting.on(deployment, DEPLOY_WITHIN);
      deployed.put(verticle, id);
      order.push(verticle);
    } catch (Waiting.Failed e) {
      var simple = verticle.substring(verticle.lastIndexOf('.') + 1);
      log.debug("deployment failed verticle={}", simple, e);
      throw new CommandFailed(Exit.FAILED, "Cannot start " + simple + ": " + rootMessage(e), e);
    }
  }

  /** Undeploys one verticle and waits for its stop, which for a worker is its drain. */
  void undeploy(String verticle) {
    var id = deployed.remove(verticle);
    order.remove(verticle);
    if (id != null) {
      try {
        Waiting.on(vertx.undeploy(id), undeployWithin);
      } catch (Waiting.Failed e) {
        log.warn("stop failed verticle={} error={}", verticle, rootMessage(e));
      }
    }
  }

  /** Undeploys in the reverse order of the deployments, then leaves the cluster. */
  @Override
  public void close() {
    while (!order.isEmpty()) {
      undeploy(order.peek());
    }
    try {
      Waiting.on(vertx.close(), CLOSE_WITHIN);
    } catch (Waiting.Failed e) {
      log.warn("leaving the cluster failed error={}", rootMessage(e));
    }
  }

  static boolean isTaken(Throwable e) {
    for (var cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return true;
      }
    }
    return false;
  }

  /** The innermost sentence, which is the one that says something. */
  static String rootMessage(Throwable e) {
    var root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }
}
