package io.fleet.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The two programs of util-linux that make the session and the parent-death signal. */
record SessionTools(String setsid, String setpriv) {
  private static final String USUAL = "/usr/bin:/bin:/usr/local/bin";

  /** Asked on the spawner's thread alone, which nobody interrupts: the answer holds for ever. */
  static SessionTools get() {
    return Holder.TOOLS.orElseThrow(
        () ->
            new ProcessException(
                "Cannot start processes: setsid and setpriv of util-linux 2.33 or later are not on"
                    + " the PATH. Install the package util-linux."));
  }

  /** Where a program is, looked up as a shell would. */
  static Optional<Path> find(String program, String path) {
    if (program.contains("/")) {
      return Optional.of(Path.of(program)).filter(Files::isExecutable);
    }
    for (String dir : path.split(":")) {
      Path candidate = Path.of(dir, program);
      if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  static Optional<SessionTools> probe(String path) {
    return find("setsid", path)
        .flatMap(
            setsid ->
                find("setpriv", path)
                    .map(setpriv -> new SessionTools(setsid.toString(), setpriv.toString())))
        .filter(SessionTools::works);
  }

  /** Other makers' setpriv (busybox) lacks the option. */
  private boolean works() {
    try {
      return new ProcessBuilder(setsid, setpriv, "--pdeathsig", "KILL", "--", "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static final class Holder {
    static final Optional<SessionTools> TOOLS =
        probe(Optional.ofNullable(System.getenv("PATH")).orElse("") + ":" + USUAL);
  }
}
