package fleet.shell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.common.Factory;

/** What our own client offers a server, by the names of sshd's settings. */
public final class SpokenSsh {
  private SpokenSsh() {}

  public static Map<String, List<String>> offered() {
    Config config = Algorithms.config();
    Map<String, List<String>> all = new LinkedHashMap<>();
    all.put("kexalgorithms", Factory.Named.Util.getNames(config.getKeyExchangeFactories()));
    all.put("ciphers", Factory.Named.Util.getNames(config.getCipherFactories()));
    all.put("macs", Factory.Named.Util.getNames(config.getMACFactories()));
    all.put("hostkeyalgorithms", Factory.Named.Util.getNames(config.getKeyAlgorithms()));
    return all;
  }
}
