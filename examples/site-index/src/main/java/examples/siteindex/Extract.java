package examples.siteindex;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.TreeSet;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** Reads a page: its title, words and links. */
final class Extract {
  private static final int LONGEST_TITLE = 1000;

  private Extract() {}

  static Finding from(Page page) {
    if (!page.isHtml()) {
      return Finding.other(page.url(), page.status());
    }
    var document = parse(page);
    var site = URI.create(page.url());
    var base = base(document, site);
    var inside = new TreeSet<String>();
    var outside = new TreeSet<String>();
    for (var a : document.select("a[href]")) {
      Hrefs.resolve(base, a.attr("href"))
          .ifPresent(link -> (Hrefs.isInside(site, link) ? inside : outside).add(link));
    }
    var title = document.title();
    return new Finding(
        page.url(),
        page.status(),
        true,
        title.substring(0, Math.min(title.length(), LONGEST_TITLE)),
        words(document.body().text()),
        Finding.join(inside),
        outside.size());
  }

  private static Document parse(Page page) {
    try {
      // No charset given: jsoup looks for a byte order mark and a meta tag, else takes UTF-8.
      return Jsoup.parse(new ByteArrayInputStream(Packed.unpack(page.body())), null, page.url());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Relative links start from the first {@code <base href>}, if there is one. */
  private static URI base(Document document, URI page) {
    var base = document.selectFirst("base[href]");
    return base == null
        ? page
        : Hrefs.resolve(page, base.attr("href")).flatMap(Hrefs::address).orElse(page);
  }

  private static int words(String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+").length;
  }
}
