package io.fleet.automation;

import java.nio.file.Path;

/**
 * The folder of this generation of a slot: {@code run.lease(TempFolder.class).path()}. Every lease
 * of a generation gives the same one. It is there until the generation has ended, and removed with
 * all that is in it then; when the worker dies, its next boot removes it.
 *
 * @since 0.1
 */
public interface TempFolder extends AutoCloseable {
  /** Where it is; mode 0700. */
  Path path();

  /** Gives the lease back; the folder stays until the generation ends. */
  @Override
  void close();
}
