package examples.siteindex;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A small site with everything that goes wrong on real ones. */
final class PlantedSite {
  /** index, a, b, sub/c, based, big, "with space", café, latin, sub/index. */
  static final int PAGES = 10;

  /** 17 + 2 + 3 + 4 + 2 + 2 + 1 + 1 + 1 + 0, as the comments below count. */
  static final int LINKS = 33;

  /**
   * nul%00.html on index, missing.html on index and on c, sub/nothing.html on based, gone.html on
   * b.
   */
  static final int BROKEN = 5;

  /** The pages, data.txt, the four missing ones. */
  static final int FETCHES = 15;

  private PlantedSite() {}

  static Path write(Path folder) throws IOException {
    // 17: index, a, b, c, missing, nul, based, big, data.txt, with space, café, latin, sub/, two
    // hosts,
    // mailto, tel
    page(
        folder,
        "index.html",
        """
        <a name=top>no link</a> <A HREF='a.html'>a</A> <a class="x" href=b.html#part>b</a>
        <a href="b.html?q=1&amp;r=2">b again</a> <a href=" ./sub/../sub/c.html ">c</a>
        <a href="missing.html">broken</a> <a href="nul%00.html">broken</a> <a href="based.html">based</a> <a href="/big.html">big</a>
        <a href="data.txt">no page</a> <a href="with space.html">space</a>
        <a href="with%20space.html">the same</a> <a href="caf&#233;.html">café</a>
        <a href="latin.html">latin</a> <a href="sub/">folder</a> <a href="#top">here</a>
        <a href="">here</a> <a href="https://example.org/x?y#z">out</a>
        <a href="//other.example/">out</a> <a href="mailto:a@example.org">mail</a>
        <a href="tel:123">call</a> <a href="javascript:alert(1)">no link</a>
        <!-- <a href="comment.html">no link</a> --> <script>"<a href='script.html'>"</script>
        """);
    page(folder, "a.html", "<a href='b.html'>b</a> <a href='index.html'>up</a>"); // 2
    page(
        folder,
        "b.html",
        "<a href='a.html'>a</a> <a href='a.html#2'>a</a>" // 3
            + " <a href='gone.html'>broken</a> <a href='https://example.org/x'>out</a>");
    page(
        folder,
        "sub/c.html", // 4
        "<a href='../missing.html'>broken</a> <a href='../../../a.html'>above the root</a>"
            + " <a href='.'>folder</a> <a href='c.html'>self</a>");
    page(
        folder,
        "based.html", // 2
        "<a href='c.html'>c</a> <a href='nothing.html'>broken</a>",
        "<base href='sub/'><base href='ignored/'>");
    page(folder, "with space.html", "one <a href='index.html'>up</a>"); // 1
    page(folder, "café.html", "two <a href='index.html'>up</a>"); // 1
    page(folder, "sub/index.html", "the folder's page"); // 0
    Files.writeString(folder.resolve("data.txt"), "<a href='not-a-page.html'>no link</a>");
    Files.write(
        folder.resolve("latin.html"), // 1
        "<html><head><meta charset=iso-8859-1><title>Gr\u00fc\u00dfe</title></head><body><a href=a.html>a</a>"
            .getBytes(StandardCharsets.ISO_8859_1));
    page(
        folder,
        "big.html",
        noise(900 * 1024) + "<a href='a.html'>a</a> <a href='b.html'>b</a>"); // 2
    return folder;
  }

  /** Text that gzip can hardly shrink. */
  static String noise(int length) {
    var random = new Random(7);
    var text = new StringBuilder(length);
    while (text.length() < length) {
      text.append(Long.toString(random.nextLong() >>> 1, 36)).append(' ');
    }
    return text.toString();
  }

  static void page(Path folder, String name, String body, String... head) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        "<!DOCTYPE html><html><head><title>%s</title>%s</head><body>%s</body></html>"
            .formatted(name, String.join("", head), body));
  }
}
