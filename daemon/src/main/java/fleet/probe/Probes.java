package fleet.probe;

import fleet.naming.ClassNames;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** The probes of this build by their names, found by the names of their classes. */
public final class Probes {
  private static final String PACKAGE = "fleet.probe.kind";
  private static final String SUFFIX = "Probe";

  private Probes() {}

  public static SortedMap<String, Probe> all() {
    var probes = new TreeMap<String, Probe>();
    for (String name : ClassNames.in(PACKAGE, Probes.class)) {
      if (name.endsWith(SUFFIX)) {
        String word =
            name.substring(0, name.length() - SUFFIX.length())
                .replaceAll("(?<=.)(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
        probes.put(word, make(PACKAGE + "." + name));
      }
    }
    return probes;
  }

  private static Probe make(String className) {
    try {
      return Class.forName(className)
          .asSubclass(Probe.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(className + " is no probe", e);
    }
  }
}
