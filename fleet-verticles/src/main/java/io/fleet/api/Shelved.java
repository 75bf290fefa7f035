package io.fleet.api;

import io.fleet.protocol.Code;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A package, or a jar of one, on the shelf of a master. Pure.
 *
 * @param hash its SHA-256
 * @param bytes its size
 * @param jars what it is made of, when it is an index
 * @param code the automations in it
 * @param atMillis when it was taken, wall clock
 */
record Shelved(String hash, long bytes, List<String> jars, List<Code> code, long atMillis) {
  private static final int VERSIONS = 3;
  private static final Duration OTHERS = Duration.ofHours(24);

  Shelved {
    jars = List.copyOf(jars);
    code = List.copyOf(code);
  }

  /**
   * What may go: all that was taken more than a day ago, but for the last three versions of each
   * automation and what fleet.yaml is pinned to.
   *
   * @param all the newest first
   */
  static Set<String> over(List<Shelved> all, Set<String> pinned, long nowMillis) {
    var kept = new HashSet<>(pinned);
    var versions = new HashMap<String, Set<String>>();
    for (var item : all) {
      for (var code : item.code()) {
        var seen = versions.computeIfAbsent(code.className(), none -> new HashSet<>());
        if (seen.size() < VERSIONS && seen.add(code.version())) {
          kept.add(item.hash());
        }
      }
      if (nowMillis - item.atMillis() < OTHERS.toMillis()) {
        kept.add(item.hash());
      }
    }
    all.stream().filter(item -> kept.contains(item.hash())).forEach(i -> kept.addAll(i.jars()));
    var over = new TreeSet<String>();
    all.stream().map(Shelved::hash).filter(hash -> !kept.contains(hash)).forEach(over::add);
    return over;
  }
}
