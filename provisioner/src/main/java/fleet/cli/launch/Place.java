package fleet.cli.launch;

import fleet.cli.Members;
import fleet.cli.RegistryOption;
import fleet.cli.RunOptions;
import fleet.cli.Surroundings;
import fleet.launch.Sessions;
import fleet.registry.Machine;
import fleet.shell.Connector;
import java.util.List;

/** Whom a command about sessions asks. */
record Place(Surroundings here, Members members, RunOptions options) {
  static Place of(RegistryOption registry, RunOptions options) {
    Surroundings here = Surroundings.here();
    return new Place(here, Members.meant(here, registry, options.on()), options);
  }

  List<Machine> machines() {
    return members.chosen(options, false);
  }

  /** What is asked of all. */
  @FunctionalInterface
  interface Question<R> {
    R of(Sessions sessions) throws InterruptedException;
  }

  <R> R ask(Question<R> question) throws InterruptedException {
    try (Connector connector = members.connector(options)) {
      return question.of(new Sessions(connector, options.parallel()));
    }
  }

  Found find(String word) throws InterruptedException {
    return Found.of(word, ask(sessions -> sessions.list(machines())));
  }
}
