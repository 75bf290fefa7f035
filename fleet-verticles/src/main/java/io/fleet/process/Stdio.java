package io.fleet.process;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the standard streams of this JVM for a protocol with whoever started it. Call each once,
 * before any other code.
 *
 * @since 0.1
 */
public final class Stdio {
  private static final Logger LOG = LoggerFactory.getLogger(Stdio.class);

  private Stdio() {}

  /** From then on {@code System.out} and what children inherit as stdout go to stderr. */
  public static OutputStream takeStdout() {
    System.setOut(System.err);
    if (Native.available()) {
      try {
        // A second descriptor of the pipe; the JDK passes it on to no child.
        OutputStream pipe = new FileOutputStream("/proc/self/fd/1");
        if (Native.dup2(2, 1) >= 0) {
          return pipe;
        }
        pipe.close();
      } catch (IOException e) {
        LOG.debug("stdout=shared error={}", e.toString());
      }
    }
    return new FileOutputStream(FileDescriptor.out);
  }

  /** From then on {@code System.in} is at its end for everybody else. */
  public static InputStream takeStdin() {
    System.setIn(InputStream.nullInputStream());
    return new FileInputStream(FileDescriptor.in);
  }
}
