package io.fleet.automation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.OptionalLong;

/** A batch over the lines of a file; the cursor is the byte offset of the next line. */
record LineSource(Path file) implements Source<String> {
  @Override
  public String id() {
    try {
      return "lines:"
          + file
          + ":"
          + Files.size(file)
          + ":"
          + Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the batch's file " + file, e);
    }
  }

  @Override
  public OptionalLong length() {
    return OptionalLong.empty();
  }

  @Override
  public Page<String> read(String cursor, int limit) throws IOException {
    var offset = cursor.isEmpty() ? 0L : Long.parseLong(cursor);
    var items = new ArrayList<String>();
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.position(offset);
      var in = new java.io.BufferedInputStream(Channels.newInputStream(channel));
      var line = new ByteArrayOutputStream();
      for (int b; items.size() < limit; ) {
        b = in.read();
        if (b < 0) {
          add(items, line);
          return new Page<>(items, Long.toString(offset), true);
        }
        offset++;
        if (b == '\n') {
          add(items, line);
        } else {
          line.write(b);
        }
      }
    }
    return new Page<>(items, Long.toString(offset), false);
  }

  private static void add(ArrayList<String> items, ByteArrayOutputStream line) {
    var text = line.toString(StandardCharsets.UTF_8).strip();
    line.reset();
    if (!text.isEmpty()) {
      items.add(text);
    }
  }
}
