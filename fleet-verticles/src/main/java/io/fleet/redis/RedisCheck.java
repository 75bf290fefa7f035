package io.fleet.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
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
   * @param warnings what the operator should change
   * @param notes what the operator should know
   */
  public record Findings(List<String> refusals, List<String> warnings, List<String> notes) {}

  private RedisCheck() {}

  /** Asks INFO, what may be read of the configuration, and for every right that is needed. */
  public static Future<Findings> run(RedisLink link) {
    return Future.all(link.send(Command.INFO), config(link, "appendfsync"), missing(link))
        .map(
            all -> {
              Response info = all.resultAt(0);
              String fsync = all.resultAt(1);
              List<String> missing = all.resultAt(2);
              return judge(parse(info.toString()), link.settings(), fsync, missing);
            })
        .compose(found -> doubt(link).map(found));
  }

  private static Future<List<String>> missing(RedisLink link) {
    return link.alone(Permissions::missing);
  }

  /** How long an old primary may go on, where there are several servers. */
  private static Future<Void> doubt(RedisLink link) {
    return link.settings().sentinel()
        ? config(link, "min-replicas-max-lag")
            .map(
                seconds -> {
                  if (seconds.matches("[1-9]\\d{0,6}")) {
                    link.splitDoubt(Duration.ofSeconds(Long.parseLong(seconds) + 1));
                  }
                  return null;
                })
        : Future.succeededFuture();
  }

  /** Empty where it may not be read. */
  private static Future<String> config(RedisLink link, String name) {
    return link.send(Command.CONFIG, "GET", name)
        .map(
            answer ->
                answer.getKeys().isEmpty()
                    ? answer.size() < 2 ? "" : answer.get(1).toString()
                    : answer.get(name).toString())
        .otherwise("");
  }

  /**
   * Fails with {@link RedisRefused} when this Redis must not be used; logs what should be known.
   */
  public static Future<Findings> insist(RedisLink link) {
    return run(link)
        .compose(
            found -> {
              found.warnings().forEach(warning -> log.warn("{}", warning));
              found.notes().forEach(note -> log.info("{}", note));
              return found.refusals().isEmpty()
                  ? Future.succeededFuture(found)
                  : Future.failedFuture(new RedisRefused(String.join(" ", found.refusals())));
            });
  }

  static Findings judge(
      Map<String, String> info, RedisSettings settings, String fsync, List<String> missing) {
    var url = settings.shown();
    var notes = new ArrayList<String>();
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
      refusals.add(
          "Redis at "
              + url
              + " is a replica. Point --redis at the primary, or at its sentinels: redis+sentinel://HOST:26379/NAME.");
    }
    if ("1".equals(info.getOrDefault("cluster_enabled", "0"))) {
      refusals.add(
          "Redis at "
              + url
              + " is a cluster: its streams cannot be fenced there yet. Use a standalone Redis or Sentinel.");
    }
    if ("0".equals(info.getOrDefault("aof_enabled", "0"))
        && "0".equals(info.getOrDefault("rdb_saves", "0"))) {
      warnings.add(
          "Redis at " + url + " has appendonly off: after its restart streams may be lost.");
    }
    if (!missing.isEmpty()) {
      refusals.add(
          "The user of Redis at %s may not call %s. Allow it: ACL SETUSER NAME %s."
              .formatted(
                  url,
                  String.join(", ", missing),
                  missing.stream()
                      .map(name -> "+" + name.toLowerCase(Locale.ROOT))
                      .collect(Collectors.joining(" "))));
    }
    var share = share(info);
    if (share > 0.7) {
      warnings.add(
          "Redis at %s uses %.0f %% of its maxmemory; from 90 %% on producers wait. Give it more."
              .formatted(url, share * 100));
    }
    if (settings.sentinel() && !info.containsKey("min_slaves_good_slaves")) {
      warnings.add(
          "Redis at "
              + url
              + " has no min-replicas-to-write: a primary that is cut off would go on granting"
              + " leases for as long as it lives. Set min-replicas-to-write 1 and"
              + " min-replicas-max-lag 10.");
    }
    if ("1".equals(info.getOrDefault("aof_enabled", "0")) && fsync.equals("everysec")) {
      notes.add(
          "Redis at "
              + url
              + " writes its file each second: a crash of its host may lose about two seconds of"
              + " records, which living producers send again.");
    }
    return new Findings(List.copyOf(refusals), List.copyOf(warnings), List.copyOf(notes));
  }

  /** Of the memory that it may use; 0 when there is no limit. */
  private static double share(Map<String, String> info) {
    try {
      var most = Double.parseDouble(info.getOrDefault("maxmemory", "0"));
      return most <= 0 ? 0 : Double.parseDouble(info.getOrDefault("used_memory", "0")) / most;
    } catch (NumberFormatException e) {
      return 0;
    }
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
