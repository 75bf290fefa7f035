package io.fleet.chaos;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A few lines of RESP over a socket, so that the suite looks at Redis with nothing of the product.
 * A nil is an empty text; an error of Redis is thrown.
 */
final class Resp implements AutoCloseable {
  private final Socket socket = new Socket();
  private final InputStream in;

  Resp(int port) throws IOException {
    this(port, 2_000);
  }

  Resp(int port, int timeoutMillis) throws IOException {
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), timeoutMillis);
    socket.setSoTimeout(timeoutMillis);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** One command; a text, or a list of such. */
  Object call(String... words) throws IOException {
    return calls(List.of(List.of(words))).getFirst();
  }

  /** Several at once. */
  List<Object> calls(List<List<String>> commands) throws IOException {
    var out = new ByteArrayOutputStream();
    for (var words : commands) {
      out.writeBytes(("*" + words.size() + "\r\n").getBytes(StandardCharsets.US_ASCII));
      for (var word : words) {
        var bytes = word.getBytes(StandardCharsets.UTF_8);
        out.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(bytes);
        out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
      }
    }
    socket.getOutputStream().write(out.toByteArray());
    var answers = new ArrayList<Object>();
    for (var i = 0; i < commands.size(); i++) {
      answers.add(answer());
    }
    return answers;
  }

  private Object answer() throws IOException {
    var line = line();
    var rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+', ':' -> rest;
      case '-' -> throw new IOException(rest);
      case '$' -> bulk(Integer.parseInt(rest));
      case '*' -> {
        var all = new ArrayList<Object>();
        for (var i = Integer.parseInt(rest); i > 0; i--) {
          all.add(answer());
        }
        yield all;
      }
      default -> throw new IOException("not RESP: " + line);
    };
  }

  private String bulk(int length) throws IOException {
    if (length < 0) {
      return "";
    }
    var bytes = in.readNBytes(length + 2);
    if (bytes.length < length + 2) {
      throw new EOFException();
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    var text = new StringBuilder();
    for (var b = in.read(); b != '\r'; b = in.read()) {
      if (b < 0) {
        throw new EOFException();
      }
      text.append((char) b);
    }
    if (in.read() != '\n') {
      throw new EOFException();
    }
    return text.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Closed is what it should be.
    }
  }
}
