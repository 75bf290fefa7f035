package io.fleet.child;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;

/**
 * Sets logging up in the JVM of a slot: everything to the worker. In code, since to read a file of
 * XML would take a sixth of such a JVM's start. In any other JVM it leaves logging alone. Found by
 * Logback's own look-up.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class SlotLogging extends ContextAwareBase implements Configurator {
  /** Made by Logback. */
  public SlotLogging() {}

  @Override
  public ExecutionStatus configure(LoggerContext logging) {
    if (!"slot".equals(System.getProperty("fleet.role"))) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    var worker = new LinkAppender();
    worker.setContext(logging);
    worker.setName("worker");
    worker.start();
    var root = logging.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(System.getenv("FLEET_LOG"), Level.INFO));
    root.addAppender(worker);
    logging.getLogger("io.vertx").setLevel(Level.WARN);
    logging.getLogger("io.netty").setLevel(Level.WARN);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
