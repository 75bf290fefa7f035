package io.fleet.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class FrameIoTest {
  private static final List<Frame> ALL =
      List.of(
          new Frame.Begin("x.A", "{}", "a", 1, 2, 3L << 40, -4, 5),
          new Frame.Call(Frame.Hook.READ, 3, "cursor é🦊", 100),
          new Frame.Reply(Frame.Verdict.VALUE, "", List.of("{}", "{\"n\":1}")),
          new Frame.Ask(Frame.Want.TAKE, "pages", 5, 64),
          new Frame.Interrupt(),
          new Frame.Pulse(Long.MIN_VALUE),
          new Frame.Look(),
          new Frame.Ready("Item", List.of("in", "In"), List.of()),
          new Frame.Ask(Frame.Want.TAKE, "in", 7, 1),
          new Frame.Emit("out", "k", "u", "{\"a\":\"\u0000\"}"),
          new Frame.Note("n"),
          new Frame.Log("INFO", "l", "two\nlines"),
          new Frame.Ledger("PROCESS", 3, 2, 1),
          new Frame.PortBack(4711),
          new Frame.Gone(),
          new Frame.Stack("s"),
          new Frame.Returned("t", -1, true, List.of("", "b")),
          new Frame.Threw(Frame.Thrown.RETRY, "why", 9));

  @Test
  void every_kind_of_frame_comes_back_as_it_was() throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (var frame : ALL) {
      FrameIo.write(new DataOutputStream(bytes), frame);
    }
    var in = in(bytes.toByteArray());
    for (var frame : ALL) {
      assertThat(FrameIo.read(in)).isEqualTo(frame);
    }
    assertThatThrownBy(() -> FrameIo.read(in)).isInstanceOf(EOFException.class);
    assertThat(ALL.stream().map(Object::getClass).collect(Collectors.<Class<?>>toSet()))
        .isEqualTo(Set.of(Frame.class.getPermittedSubclasses()));
  }

  @Test
  void what_claims_more_than_any_frame_has_is_refused_before_it_is_read() {
    var note = kind(new Frame.Note(""));
    refused(note, 0x7f, 0xff, 0xff, 0xff);
    refused(note, 0xff, 0xff, 0xff, 0xff);
    refused(kind(new Frame.Ready("", List.of(), List.of())), 0, 0, 0, 0, 0, 1, 0, 0);
    refused(200);
  }

  @Test
  void many_texts_that_are_too_much_together_are_refused() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var mebi = "x".repeat(1 << 20);
    FrameIo.write(
        new DataOutputStream(bytes),
        new Frame.Returned("", 0, false, Collections.nCopies(129, mebi)));
    assertThatThrownBy(() -> FrameIo.read(in(bytes.toByteArray())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("claims");
  }

  private static void refused(int... bytes) {
    var raw = new byte[bytes.length];
    for (var i = 0; i < bytes.length; i++) {
      raw[i] = (byte) bytes[i];
    }
    assertThatThrownBy(() -> FrameIo.read(in(raw)))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(EOFException.class);
  }

  private static int kind(Frame frame) {
    return Stream.of(Frame.class.getPermittedSubclasses()).toList().indexOf(frame.getClass());
  }

  private static DataInputStream in(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }
}
