package examples.siteindex;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Gzip in base64: how a page of 900 KiB fits into a record of at most 1 MiB. */
final class Packed {
  private Packed() {}

  /** Nothing packs to nothing. */
  static String pack(byte[] bytes) {
    if (bytes.length == 0) {
      return "";
    }
    var packed = new ByteArrayOutputStream(bytes.length / 4 + 64);
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(packed.toByteArray());
  }

  static byte[] unpack(String packed) {
    if (packed.isEmpty()) {
      return new byte[0];
    }
    try (var gzip =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(packed)))) {
      return gzip.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
