package io.fleet.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a Redis before it is trusted with a fleet. Read through INFO, since a restricted user
 * has no CONFIG.
 *
 * @since 0.1
 */
public final class RedisCheck {
  private static final Logger log = LoggerFactory.getLogger(RedisCheck.class);

  /**
   * What was found.
   *
   * @param refusals why this Redis must not be used; empty when it may
   * @param warnings what the operator should know
   */
  public record Findings(List<String> refusals, List<String> warnings) {}

  private RedisCheck() {}

  /** Asks INFO and judges. */
  public static Future<Findings> run(RedisLink link) {
    return link.send(Command.INFO)
        .map(info -> judge(parse(info.toString()), link.settings().shown()));
  }

  /**
   * Fails with {@link RedisRefused} when this Redis must not be used; logs what should be known.
   */
  public static Future<Findings> insist(RedisLink link) {
    return run(link)
        .compose(
            found -> {
              found.warnings().forEach(warning -> log.warn("{}", warning));
              return found.refusals().isEmpty()
                  ? Future.succeededFuture(found)
                  : Future.failedFuture(new RedisRefused(String.join(" ", found.refusals())));
            });
  }

  static Findings judge(Map<String, String> info, String url) {
    var refusals = new ArrayList<String>();
    var warnings = new ArrayList<String>();
    var version = info.getOrDefault("redis_version", "0");
    if (older(version, 6, 2)) {
      refusals.add(
          "Redis at " + url + " is version " + version + "; Fleet needs 6.2 or later. Upgrade it.");
    }
    var policy = info.getOrDefault("maxmemory_policy", "noeviction");
    if (!"0".equals(info.getOrDefault("maxmemory", "0")) && !"noeviction".equals(policy)) {
      refusals.add(
          "Redis at "
              + url
              + " evicts keys (maxmemory-policy "
              + policy
              + "), which would lose slots and records. Set maxmemory-policy noeviction.");
    }
    if (!"master".equals(info.getOrDefault("role", "master"))) {
      refusals.add("Redis at " + url + " is a replica. Point --redis at the primary.");
    }
    if ("1".equals(info.getOrDefault("cluster_enabled", "0"))) {
      refusals.add(
          "Redis at "
              + url
              + " is a cluster, which comes with a later version. Use a standalone Redis.");
    }
    if ("0".equals(info.getOrDefault("aof_enabled", "0"))
        && "0".equals(info.getOrDefault("rdb_saves", "0"))) {
      warnings.add(
          "Redis at " + url + " has appendonly off: after its restart streams may be lost.");
    }
    return new Findings(List.copyOf(refusals), List.copyOf(warnings));
  }

  private static boolean older(String version, int major, int minor) {
    var parts = version.split("\\.");
    var a = leading(parts[0]);
    var b = parts.length > 1 ? leading(parts[1]) : 0;
    return a < major || (a == major && b < minor);
  }

  /** {@code 0-rc1} is 0, and so is what is no number. */
  private static int leading(String part) {
    var digits = part.replaceFirst("\\D.*", "");
    return digits.isEmpty() || digits.length() > 9 ? 0 : Integer.parseInt(digits);
  }

  private static Map<String, String> parse(String info) {
    var map = new HashMap<String, String>();
    info.lines()
        .forEach(
            line -> {
              var colon = line.indexOf(':');
              if (colon > 0) {
                map.put(line.substring(0, colon), line.substring(colon + 1).strip());
              }
            });
    return map;
  }
}
