package fleet.registry;

import fleet.yaml.Shape.Text;
import java.util.List;

/** The forms of fleet.yaml for what a machine says of itself: harmless in a shell or a config. */
public final class Form {
  public static final Form MACHINE_NAME = new Form(Forms.MACHINE_NAME);
  public static final Form ADDRESS = new Form(Forms.ADDRESS);
  public static final Form USER = new Form(Forms.USER);
  public static final Form OS = new Form(oneOf(FleetShape.OS.words()));
  public static final Form ARCHITECTURE = new Form(oneOf(List.of("x86_64", "arm64")));
  public static final Form LINE = new Form(Forms.LINE);

  private final Text text;

  private Form(Text text) {
    this.text = text;
  }

  public boolean accepts(String value) {
    return text.accepts(value);
  }

  /** The form in words, as in "wants …". */
  public String wanted() {
    return text.wanted();
  }

  private static Text oneOf(List<String> words) {
    return new Text(String.join("|", words), "one of " + String.join(", ", words));
  }
}
