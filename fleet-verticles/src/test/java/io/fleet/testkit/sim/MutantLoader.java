package io.fleet.testkit.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Loads all of our classes anew, some of them edited; the libraries are those of everybody. */
final class MutantLoader extends ClassLoader {
  private final List<Edit> edits;

  MutantLoader(List<Edit> edits) {
    super(MutantLoader.class.getClassLoader());
    this.edits = edits;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith("io.fleet.")) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      var loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (var in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      var bytes = in.readAllBytes();
      for (var edit : edits) {
        if (edit.type().equals(name)) {
          bytes = edit.of(bytes);
        }
      }
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
