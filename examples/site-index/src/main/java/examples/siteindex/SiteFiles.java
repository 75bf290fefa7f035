package examples.siteindex;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The files of a site, in a folder or a jar. Never gives out a file beside them. Thread-safe. */
final class SiteFiles implements AutoCloseable {
  private final Path root;
  private final @Nullable FileSystem jar;

  private SiteFiles(Path root, @Nullable FileSystem jar) {
    this.root = root;
    this.jar = jar;
  }

  /** Opens a folder or a jar; throws {@link IllegalArgumentException} when there is neither. */
  static SiteFiles open(String site) throws IOException {
    var path = Path.of(site).toAbsolutePath();
    if (Files.isDirectory(path)) {
      return new SiteFiles(path.toRealPath(), null);
    }
    if (!Files.isRegularFile(path)) {
      throw new IllegalArgumentException(
          "site: no jar or folder at " + path + "; build the example first, or name another one");
    }
    var jar = FileSystems.newFileSystem(path);
    return new SiteFiles(jar.getPath("/"), jar);
  }

  /** The file behind the path of a request, percent-encoded; a folder stands for its index.html. */
  Optional<byte[]> read(String path) throws IOException {
    try {
      var decoded = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
      var name = decoded.substring(1) + (decoded.endsWith("/") ? "index.html" : "");
      var file = root.resolve(name).normalize();
      // The first check stops "..", the second a symbolic link that leads out of the folder.
      var safe =
          file.startsWith(root) && Files.isRegularFile(file) && file.toRealPath().startsWith(root);
      return safe ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IllegalArgumentException malformed) { // a bad escape, or a name that no file can have
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    if (jar != null) {
      jar.close();
    }
  }
}
