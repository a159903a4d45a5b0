package fleet.lab;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code fleet lab down}. */
@Command(
    name = "down",
    description = "Remove a lab and all that it made, in whatever state it is.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class LabDownCommand implements Callable<Integer> {
  @Mixin private LabOption lab;

  @Override
  public Integer call() {
    try {
      String name = lab.name();
      lab.say(Lab.down(name) ? "lab " + name + " is gone" : "there was no lab " + name);
      return 0;
    } catch (LabException e) {
      return lab.failed(e);
    }
  }
}
