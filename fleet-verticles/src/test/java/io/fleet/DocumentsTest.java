package io.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.bench.Benches;
import io.fleet.slot.Reason;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documents name what is there, and all of it. */
final class DocumentsTest {
  /** A link to a file, without an anchor; pictures are not links. */
  private static final Pattern LINK =
      Pattern.compile("(?<!!)\\[[^]]*]\\(([^)#:\\s]+)(?:#[^)]*)?\\)");

  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  private static final Pattern HEADING = Pattern.compile("(?m)^### `?([A-Z_]+)`?$");

  private static final Pattern ROOM = Pattern.compile("(.*/src/main/java/io/fleet/[a-z]+)/.*");

  @Test
  void the_launcher_and_the_reference_know_every_bench() {
    assertThat(document("fleet")).contains("BENCHES=\"" + String.join(" ", Benches.names()) + "\"");
    var reference = document("docs/reference/benchmarks.md");
    assertThat(Benches.names())
        .allSatisfy(name -> assertThat(reference).contains("| `" + name + "` |"));
  }

  @Test
  void every_reason_code_has_its_heading_and_every_heading_its_code() {
    var headings = HEADING.matcher(document("docs/reference/reasons.md"));
    var codes = Arrays.stream(Reason.values()).map(Reason::name).toList();
    assertThat(headings.results().map(found -> found.group(1)))
        .containsExactlyInAnyOrderElementsOf(codes);
  }

  @Test
  void every_reason_code_is_explained_by_its_own_sentence() {
    var text = document("docs/reference/reasons.md");
    assertThat(Reason.values())
        .filteredOn(reason -> !text.contains("### " + reason + "\n\n**" + upper(reason) + ".**"))
        .isEmpty();
  }

  @Test
  void every_link_between_documents_leads_somewhere() throws IOException {
    var broken = new ArrayList<String>();
    for (var document : documents()) {
      LINK.matcher(Sources.read(document))
          .results()
          .map(found -> document.resolveSibling(found.group(1)).normalize())
          .filter(target -> !Files.exists(target) && !isInARoomToCome(target))
          .forEach(target -> broken.add(document + " -> " + target));
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void every_decision_is_in_the_index() throws IOException {
    var index = document("docs/decisions/README.md");
    try (var files = Files.list(Sources.repository().resolve("docs/decisions"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> !name.equals("README.md") && !index.contains("(" + name + ")"))
          .isEmpty();
    }
  }

  @Test
  void the_automation_of_the_readme_compiles(@TempDir Path folder) throws IOException {
    var code = JAVA.matcher(document("README.md"));
    assertThat(code.find()).isTrue();
    var file = folder.resolve("Hello.java");
    var said = new StringWriter();
    var compiled =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                said,
                null,
                null,
                List.of("-proc:none", "-d", folder.toString()),
                null,
                List.of(new Source(file.toUri(), code.group(1))))
            .call();
    assertThat(compiled).as(said.toString()).isTrue();
  }

  /** A source that is held in memory. */
  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(URI uri, String text) {
      super(uri, Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static String upper(Reason reason) {
    var sentence = reason.sentence();
    return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
  }

  /** internals.md speaks of rooms before their first class is there. */
  private static boolean isInARoomToCome(Path target) {
    var room = ROOM.matcher(target.toString());
    return room.matches() && !Files.exists(Path.of(room.group(1)));
  }

  private static String document(String name) {
    return Sources.read(Sources.repository().resolve(name));
  }

  private static List<Path> documents() throws IOException {
    var root = Sources.repository();
    try (var top = Files.list(root);
        var docs = Files.walk(root.resolve("docs"))) {
      return Stream.concat(top, docs).filter(file -> file.toString().endsWith(".md")).toList();
    }
  }
}
