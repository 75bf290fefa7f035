package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.automation.Catalog;
import io.fleet.config.FleetFile;
import io.fleet.config.FleetSpec;
import io.fleet.protocol.Code;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a worker says of its code. */
final class CodeListTest {
  private static final String TICKER = Samples.Ticker.class.getName();

  private static List<Code> of(String className) {
    var fleet =
        FleetFile.parse(
                "f",
                "apiVersion: fleet/v1\nkind: Fleet\nmetadata: { name: x }\nautomations:\n  a: {"
                    + " version: \"1\", class: "
                    + className
                    + " }\n")
            .spec()
            .orElseThrow();
    return CodeList.of(Catalog.of(CodeListTest.class.getClassLoader()), fleet);
  }

  @Test
  void a_class_that_is_not_registered_is_named_once_fleet_yaml_asks_for_it() {
    var loader = CodeListTest.class.getClassLoader();
    assertThat(CodeList.of(Catalog.of(loader), FleetSpec.empty())).isEmpty();
    assertThat(of(TICKER)).containsExactly(new Code("", TICKER, ""));
  }

  @Test
  void what_is_not_here_or_is_no_automation_is_not_named() {
    assertThat(of("examples.Nothing")).isEmpty();
    assertThat(of("ticker")).isEmpty();
    assertThat(of("java.lang.String")).isEmpty();
  }
}
