package io.fleet.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/**
 * A place to listen at or to dial.
 *
 * @param host name or address
 * @param port 0 for any free one
 */
record HostPort(String host, int port) {
  /** Reads {@code HOST:PORT}; throws {@link IllegalArgumentException} with an example. */
  static HostPort parse(String text) {
    var colon = text.lastIndexOf(':');
    var digits = text.substring(colon + 1);
    if (colon < 1 || !digits.matches("\\d{1,5}") || Integer.parseInt(digits) > 65_535) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no HOST:PORT. Write it as in 127.0.0.1:8080.");
    }
    return new HostPort(text.substring(0, colon), Integer.parseInt(digits));
  }

  /** Whether only this host can reach it. */
  boolean isLoopback() {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Whether somebody may listen there now. */
  boolean isFree() {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true); // as servers do; else a just ended one keeps it for a minute
      socket.bind(new InetSocketAddress(host, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** This one, with a port that is free now in place of 0. */
  HostPort settled() {
    if (port != 0) {
      return this;
    }
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(host, 0));
      return new HostPort(host, socket.getLocalPort());
    } catch (IOException e) {
      throw new CommandFailed(
          Exit.FAILED, "No free port on " + host + " (" + e.getMessage() + ").");
    }
  }

  HostPort next() {
    return new HostPort(host, port + 1);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
