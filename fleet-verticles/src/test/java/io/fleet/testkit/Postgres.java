package io.fleet.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fleet.process.Marker;
import io.fleet.process.Native;
import io.fleet.process.Spawner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A real PostgreSQL on a port of 127.0.0.1, with its data in a temporary folder, for tests. User
 * and database are called fleet; a password is asked for. It refuses to run as root, so root starts
 * it as nobody. The methods block.
 */
public final class Postgres implements AutoCloseable {
  /** With letters that a URL and a log must cope with. */
  public static final String PASSWORD = "s3:cret/@x";

  private static final Duration WITHIN = Duration.ofSeconds(60);

  private final Path folder;
  private final Path binaries;
  private final int port;
  private Process server;

  private Postgres(Path folder, Path binaries, int port) {
    this.folder = folder;
    this.binaries = binaries;
    this.port = port;
  }

  /** Starts one, or skips the test and says what is missing. */
  public static Postgres start() {
    var found = binaries();
    assumeTrue(found.isPresent(), "no PostgreSQL on this host: apt install postgresql");
    try {
      var folder = Files.createTempDirectory("fleet-postgres");
      var postgres = new Postgres(folder, found.orElseThrow(), freePort());
      postgres.init();
      postgres.launch();
      postgres.run("psql", postgres.own("-d", "postgres", "-c", "CREATE DATABASE fleet"));
      return postgres;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For a master: {@code postgresql://fleet:…@127.0.0.1:PORT/fleet}. */
  public String url() {
    return "postgresql://fleet:s3%3Acret%2F%40x@127.0.0.1:" + port + "/fleet";
  }

  /** Runs SQL as the superuser; its output without headers. */
  public String sql(String statement) {
    return run("psql", own("-d", "fleet", "-At", "-c", statement));
  }

  /** Ends every connection at once, as a crash does, and stays away. */
  public void stop() {
    Native.kill(server.pid(), 3); // SIGQUIT: the immediate shutdown
    try {
      if (!server.waitFor(WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("PostgreSQL does not end");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Starts it again on the same port and data. */
  public void again() {
    launch();
  }

  /** Freezes the postmaster: a new connection is taken by the kernel and never answered. */
  public void freeze() {
    Native.kill(server.pid(), Native.SIGSTOP);
  }

  public void thaw() {
    Native.kill(server.pid(), Native.SIGCONT);
  }

  @Override
  public void close() {
    if (server.isAlive()) {
      thaw();
      stop();
    }
    try (var all = Files.walk(folder)) {
      for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void init() throws IOException {
    var password = Files.writeString(folder.resolve("password"), PASSWORD);
    if (isRoot()) {
      var owner =
          folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
      Files.setOwner(folder, owner);
      Files.setOwner(password, owner);
    }
    run(
        "initdb",
        List.of(
            "-D",
            data(),
            "-U",
            "fleet",
            "-A",
            "scram-sha-256",
            "--pwfile",
            password.toString(),
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync"));
  }

  private void launch() {
    var builder =
        new ProcessBuilder(
                command(
                    "postgres",
                    List.of(
                        "-D",
                        data(),
                        "-p",
                        "" + port,
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=",
                        "-c",
                        "shared_buffers=16MB")))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
    server = Spawner.start(builder, Marker.NONE);
    var until = System.nanoTime() + WITHIN.toNanos();
    while (exit("psql", own("-d", "postgres", "-c", "SELECT 1")) != 0) {
      if (!server.isAlive() || System.nanoTime() - until > 0) {
        throw new AssertionError("PostgreSQL does not start: " + text(folder.resolve("log")));
      }
    }
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private List<String> own(String... more) {
    var all =
        new ArrayList<>(List.of("-X", "-q", "-h", "127.0.0.1", "-p", "" + port, "-U", "fleet"));
    all.addAll(List.of(more));
    return all;
  }

  private String run(String tool, List<String> arguments) {
    var code = exit(tool, arguments);
    var said = text(folder.resolve("said"));
    if (code != 0) {
      throw new AssertionError(tool + " failed: " + said);
    }
    return said.strip();
  }

  private int exit(String tool, List<String> arguments) {
    var builder =
        new ProcessBuilder(command(tool, arguments))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile());
    builder.environment().put("PGPASSWORD", PASSWORD);
    builder.environment().put("PGCONNECT_TIMEOUT", "5");
    try {
      var process = Spawner.start(builder, Marker.NONE);
      if (!process.waitFor(WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(tool + " does not end");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> command(String tool, List<String> arguments) {
    var command = new ArrayList<String>();
    if (isRoot()) {
      // Another user loses the signal that ends it with this JVM, so it is asked for again.
      command.addAll(
          List.of(
              "setpriv",
              "--reuid=nobody",
              "--regid=nogroup",
              "--clear-groups",
              "--pdeathsig",
              "QUIT"));
    }
    command.add(binaries.resolve(tool).toString());
    command.addAll(arguments);
    return command;
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** Debian keeps them off the path, since a host may have several versions. */
  private static Optional<Path> binaries() {
    var debian = Path.of("/usr/lib/postgresql");
    if (Files.isDirectory(debian)) {
      try (var versions = Files.list(debian)) {
        return versions
            .map(version -> version.resolve("bin"))
            .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
            .max(Comparator.naturalOrder());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    for (var folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      if (Files.isExecutable(Path.of(folder, "initdb"))) {
        return Optional.of(Path.of(folder));
      }
    }
    return Optional.empty();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
