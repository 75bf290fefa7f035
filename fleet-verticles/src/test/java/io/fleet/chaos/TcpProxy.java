package io.fleet.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A proxy in front of one port, for one client: it can delay what passes, swallow it without a word
 * (a partition: connections stay, nothing arrives), refuse new connections, and reset those that
 * are there. Thread-safe.
 */
final class TcpProxy implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  private final ServerSocket server;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean swallowing;
  private volatile boolean answersOnly;
  private volatile boolean refusing;
  private volatile long delayMillis;

  TcpProxy(int target) {
    this(InetAddress.getLoopbackAddress(), target);
  }

  /** On another address of this machine. */
  TcpProxy(InetAddress at, int target) {
    try {
      this.server = new ServerSocket(0, 256, at);
      this.target = target;
      Thread.ofVirtual().name("proxy-" + target).start(this::accept);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  /** Nothing passes any more, in both directions; connections stay open and new ones are taken. */
  void partition() {
    swallowing = true;
  }

  /** What goes to the server arrives, its answers do not. */
  void swallowAnswers() {
    answersOnly = true;
  }

  /** Resets all connections, and each new one. */
  void refuse() {
    refusing = true;
    reset();
  }

  /** Everything goes there and back so much later. */
  void delay(Duration delay) {
    delayMillis = delay.toMillis();
  }

  /** As it should be again. What was swallowed is lost, so those connections are reset. */
  void heal() {
    var torn = swallowing || answersOnly;
    swallowing = false;
    answersOnly = false;
    refusing = false;
    delayMillis = 0;
    if (torn) {
      reset();
    }
  }

  /** Resets all connections that are there (RST, no FIN). */
  void reset() {
    sockets.forEach(
        socket -> {
          try {
            socket.setSoLinger(true, 0);
          } catch (SocketException e) {
            // Closed already.
          }
          close(socket);
        });
  }

  /** How many sockets pass through now: two a connection. */
  int connections() {
    return sockets.size() / 2;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var client = server.accept();
        client.setTcpNoDelay(true);
        if (refusing) {
          client.setSoLinger(true, 0);
          client.close();
          continue;
        }
        sockets.add(client);
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException e) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      }
    }
  }

  private void connect(Socket client) {
    var upstream = new Socket();
    try {
      upstream.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 2_000);
      upstream.setTcpNoDelay(true);
      sockets.add(upstream);
      Thread.ofVirtual().start(() -> pump(client, upstream, false));
      pump(upstream, client, true);
    } catch (IOException e) {
      close(client);
      close(upstream);
    }
  }

  /** What is under way, and when it may arrive: a slow line is no narrow one. */
  private record Chunk(ByteBuffer bytes, long dueNanos) {}

  private void pump(Socket from, Socket to, boolean answers) {
    var line = new LinkedBlockingQueue<Chunk>();
    var writer = Thread.ofVirtual().start(() -> deliver(line, to));
    var bytes = new byte[BUFFER];
    try {
      var in = from.getInputStream();
      for (var n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        if (!swallowing && !(answersOnly && answers)) {
          var half = TimeUnit.MILLISECONDS.toNanos(delayMillis / 2);
          line.add(new Chunk(ByteBuffer.wrap(Arrays.copyOf(bytes, n)), System.nanoTime() + half));
        }
      }
    } catch (IOException e) {
      // Closed by one of the two, or reset.
    } finally {
      writer.interrupt();
      close(from);
      close(to);
    }
  }

  private static void deliver(LinkedBlockingQueue<Chunk> line, Socket to) {
    try {
      var out = to.getOutputStream();
      while (true) {
        var chunk = line.take();
        for (var left = chunk.dueNanos() - System.nanoTime();
            left > 0;
            left = chunk.dueNanos() - System.nanoTime()) {
          Thread.sleep(Duration.ofNanos(left));
        }
        out.write(chunk.bytes().array());
      }
    } catch (IOException | InterruptedException e) {
      // The connection is over; its reader closes both ends.
    }
  }

  private void close(Socket socket) {
    sockets.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // Closed is what it should be.
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      // Closed is what it should be.
    }
    reset();
  }
}
