package io.fleet.child;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Frames as bytes: the number of the kind, then each component as its type says. Both ends are of
 * one build, so there are no versions here. Reading and writing have one thread each.
 *
 * @since 0.1
 */
public final class FrameIo {
  /** Above any record and any config, which have at most 1 MiB. */
  private static final int LONGEST_TEXT = 2 << 20;

  /** Above a page of a batch, which has 100 records. */
  private static final int MOST_TEXTS = 1_000;

  private static final int LONGEST_LIST = 128 << 20;
  private static final List<Class<?>> KINDS = List.of(Frame.class.getPermittedSubclasses());

  private FrameIo() {}

  /** Writes one and flushes it. */
  public static void write(DataOutputStream out, Frame frame) throws IOException {
    out.writeByte(KINDS.indexOf(frame.getClass()));
    for (var component : frame.getClass().getRecordComponents()) {
      write(out, get(component, frame));
    }
    out.flush();
  }

  /** Reads one; throws {@link EOFException} when the other end is gone. */
  public static Frame read(DataInputStream in) throws IOException {
    var kind = in.readUnsignedByte();
    if (kind >= KINDS.size()) {
      throw new IOException("no frame has the number " + kind);
    }
    var type = KINDS.get(kind);
    var components = type.getRecordComponents();
    var values = new Object[components.length];
    for (var i = 0; i < components.length; i++) {
      values[i] = read(in, components[i].getType());
    }
    try {
      var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return (Frame) type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a frame cannot be made: " + type.getName(), e);
    }
  }

  private static void write(DataOutputStream out, Object value) throws IOException {
    switch (value) {
      case String text -> {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
      }
      case Integer number -> out.writeInt(number);
      case Long number -> out.writeLong(number);
      case Boolean flag -> out.writeBoolean(flag);
      case Enum<?> word -> out.writeUTF(word.name());
      case List<?> texts -> {
        out.writeInt(texts.size());
        for (var text : texts) {
          write(out, text);
        }
      }
      default -> throw new IllegalStateException("no frame has a " + value.getClass());
    }
  }

  private static Object read(DataInputStream in, Class<?> type) throws IOException {
    if (type == String.class) {
      return text(in);
    }
    if (type == int.class) {
      return in.readInt();
    }
    if (type == long.class) {
      return in.readLong();
    }
    if (type == boolean.class) {
      return in.readBoolean();
    }
    if (type.isEnum()) {
      var name = in.readUTF();
      return Arrays.stream(type.getEnumConstants())
          .filter(word -> ((Enum<?>) word).name().equals(name))
          .findFirst()
          .orElseThrow(() -> new IOException("no " + type.getSimpleName() + " is called " + name));
    }
    var count = bounded(in.readInt(), MOST_TEXTS);
    var texts = new ArrayList<String>();
    var length = 0L;
    for (var i = 0; i < count; i++) {
      var text = text(in);
      length += text.length();
      bounded((int) Math.min(length, Integer.MAX_VALUE), LONGEST_LIST);
      texts.add(text);
    }
    return List.copyOf(texts);
  }

  private static String text(DataInputStream in) throws IOException {
    var bytes = in.readNBytes(bounded(in.readInt(), LONGEST_TEXT));
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The other end runs code that nobody trusts: it must not make us reserve what it likes. */
  private static int bounded(int length, int most) throws IOException {
    if (length < 0 || length > most) {
      throw new IOException("a frame claims a length of " + length);
    }
    return length;
  }

  private static Object get(RecordComponent component, Frame frame) {
    try {
      return component.getAccessor().invoke(frame);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a frame cannot be read: " + frame, e);
    }
  }
}
