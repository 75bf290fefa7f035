package io.fleet.child;

import io.fleet.child.Frame.Ask;
import io.fleet.child.Frame.Verdict;
import io.fleet.child.Frame.Want;
import io.fleet.resource.PortSource;

/** The worker knows which ports its other slots hold. */
final class AskedPorts implements PortSource {
  private final WorkerEnd worker;

  AskedPorts(WorkerEnd worker) {
    this.worker = worker;
  }

  @Override
  public int take() {
    var reply = worker.ask(new Ask(Want.PORT, "", 0, 0));
    if (reply.verdict() != Verdict.VALUE) {
      throw new IllegalStateException(reply.text());
    }
    return Integer.parseInt(reply.text());
  }

  @Override
  public void give(int port) {
    worker.tell(new Frame.PortBack(port));
  }
}
