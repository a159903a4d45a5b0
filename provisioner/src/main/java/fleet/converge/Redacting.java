package fleet.converge;

import fleet.playbook.Step;

/** Hears a machine's fixes and hands on what may be shown of them. */
record Redacting(Watcher to, Redactor redactor) implements Watcher {
  @Override
  public void fixing(String machine, Step step) {
    to.fixing(machine, step);
  }

  @Override
  public void output(String machine, Step step, String line) {
    // A progress bar writes over itself: what it ended as is the line.
    String last = line.substring(line.stripTrailing().lastIndexOf('\r') + 1);
    to.output(machine, step, Text.printable(redactor.redact(last)));
  }
}
