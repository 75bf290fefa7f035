package io.fleet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RespRequestsTest {
  private static final String TWO = "*1\r\n$4\r\nTIME\r\n*2\r\n$3\r\nGET\r\n$2\r\né\r\n";

  private final List<List<String>> heard = new ArrayList<>();
  private final RespRequests requests = new RespRequests(heard::add);

  @Test
  void commands_are_cut_wherever_the_pieces_end() {
    var bytes = Buffer.buffer(TWO);
    for (var cut = 0; cut <= bytes.length(); cut++) {
      heard.clear();
      requests.handle(bytes.getBuffer(0, cut));
      requests.handle(bytes.getBuffer(cut, bytes.length()));
      assertThat(heard).containsExactly(List.of("TIME"), List.of("GET", "é"));
    }
  }

  @Test
  void half_a_command_is_none_yet() {
    requests.handle(Buffer.buffer("*2\r\n$3\r\nGET\r\n$2\r\nx"));
    assertThat(heard).isEmpty();
  }

  @Test
  void what_is_no_resp_is_said() {
    assertThatThrownBy(() -> requests.handle(Buffer.buffer("GET x\r\n")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("GET x");
  }
}
