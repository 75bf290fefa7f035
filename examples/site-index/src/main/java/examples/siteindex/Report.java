package examples.siteindex;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * The files of the report. {@code findings.jsonl} is the truth: a finding is on the disk there
 * before its line goes into {@code report.jsonl}, which is written anew from it at every start. So
 * no crash can lose a line or write it twice. After an {@link IOException} it must be opened again.
 */
final class Report implements AutoCloseable {
  static final String FINDINGS = "findings.jsonl";
  static final String REPORT = "report.jsonl";

  /** A line of {@code report.jsonl}. */
  private record Line(String url, String title, int words, int links) {}

  private final Tally tally;
  private final Lines findings;
  private final Lines report;

  private Report(Tally tally, Lines findings, Lines report) {
    this.tally = tally;
    this.findings = findings;
    this.report = report;
  }

  static Report open(Path folder, String start) throws IOException {
    var tally = new Tally(start);
    var kept = new ArrayList<String>();
    var pages = new ArrayList<String>();
    for (var text : Lines.read(folder.resolve(FINDINGS))) {
      var finding = decode(folder, text);
      if (!tally.knows(finding.url())) {
        tally.add(finding);
        kept.add(text);
        line(finding).ifPresent(pages::add);
      }
    }
    var findings = Lines.replace(folder.resolve(FINDINGS), kept);
    try {
      return new Report(tally, findings, Lines.replace(folder.resolve(REPORT), pages));
    } catch (IOException e) {
      findings.close();
      throw e;
    }
  }

  /** Adds what is not known yet; on the disk when this returns. */
  void add(List<Finding> batch) throws IOException {
    var seen = new HashSet<String>();
    var fresh = batch.stream().filter(f -> !tally.knows(f.url()) && seen.add(f.url())).toList();
    findings.append(fresh.stream().map(Json::encode).toList());
    report.append(fresh.stream().flatMap(f -> line(f).stream()).toList());
    fresh.forEach(tally::add);
  }

  Tally tally() {
    return tally;
  }

  @Override
  public void close() throws IOException {
    try (report) {
      findings.close();
    }
  }

  private static Optional<String> line(Finding finding) {
    return finding.html()
        ? Optional.of(
            Json.encode(
                new Line(
                    finding.url(),
                    finding.title(),
                    finding.words(),
                    finding.links().size() + finding.outside())))
        : Optional.empty();
  }

  private static Finding decode(Path folder, String text) {
    try {
      return Json.decodeValue(text, Finding.class);
    } catch (DecodeException e) {
      throw new IllegalStateException(
          folder.resolve(FINDINGS) + " holds a line that is no finding; move the file away", e);
    }
  }
}
