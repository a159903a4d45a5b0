package fleet.registry;

import fleet.yaml.Shape.Text;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/**
 * The forms of the texts in fleet.yaml: what passes here is harmless in a shell or a config file.
 */
final class Forms {
  static final Text ADDRESS =
      new Text(
          "[A-Za-z0-9:][A-Za-z0-9:.-]*", Address::isAddress, "an IP address or a DNS name, alone");
  static final Text MACHINE_NAME =
      new Text(
          Address.NAME,
          name -> Address.isName(name) && !name.equalsIgnoreCase("all"),
          "letters, digits, hyphens and dots, as in a hostname, and not the word all");
  static final Text NAME =
      new Text(
          "[A-Za-z0-9][A-Za-z0-9_-]{0,62}",
          "letters, digits, - and _, beginning with a letter or digit, at most 63");
  static final Text USER =
      new Text(
          "[A-Za-z0-9_][A-Za-z0-9._-]{0,31}",
          user -> !user.matches("[0-9]+"),
          "a user name (letters, digits, . _ -, at most 32)");
  static final Text IDENTITY =
      new Text("(~/)?[^~\\x00-\\x1f\\x7f][^\\x00-\\x1f\\x7f]*", "the path of a private key");
  static final Text PLAYBOOK =
      new Text(
          "[A-Za-z0-9][A-Za-z0-9_-]*|[A-Za-z0-9_./~][^\\x00-\\x1f\\x7f]*(/[^\\x00-\\x1f\\x7f]+|\\.yaml)",
          "the name of a playbook, or a path with a / or .yaml in it");
  static final Text CONTROL =
      new Text(
          "[a-z0-9]+(-[a-z0-9]+)*",
          id -> id.length() <= 60,
          "the id of a control: lower-case words and hyphens");
  static final Text LINE =
      new Text("[^\\x00-\\x1f\\x7f]{1,200}", "one line of text, at most 200 characters");
  static final Text WORD =
      new Text("[^\\x00-\\x1f\\x7f]{0,4096}", "one line of text, at most 4096 characters");
  static final Text PROGRAM =
      new Text("[A-Za-z0-9_./~][A-Za-z0-9_./~+-]*", "the name or path of a program");
  static final Text VARIABLE =
      new Text("[A-Za-z_][A-Za-z0-9_]{0,127}", "the name of an environment variable");
  static final Text FOLDER =
      new Text(
          "/([A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*)?", "a folder of the secrets provider, as in /alpha");
  static final Text DATE =
      new Text("[0-9]{4}-[0-9]{2}-[0-9]{2}", Forms::isDate, "a date, as in 2026-11-20");
  static final Text REPOSITORY =
      new Text(
          "[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9_][A-Za-z0-9._-]*"
              + "|https://[A-Za-z0-9.-]+(:[0-9]+)?/[A-Za-z0-9._~/+-]+"
              + "|ssh://([A-Za-z0-9_][A-Za-z0-9._-]*@)?[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]+)?/[A-Za-z0-9._~/+-]+"
              + "|[A-Za-z0-9_][A-Za-z0-9._-]*@[A-Za-z0-9][A-Za-z0-9.-]*:[A-Za-z0-9_/~][A-Za-z0-9._~/+-]*"
              + "|file:///[A-Za-z0-9._~/+-]+",
          "owner/name, or an https:, ssh: or git@host: address without a password");
  static final Text COORDINATOR =
      new Text(
          "https?://[A-Za-z0-9.:\\[\\]-]+/?",
          Forms::isCoordinator,
          "https://HOST:PORT (http is for this computer alone)");

  private Forms() {}

  private static boolean isDate(String text) {
    try {
      return LocalDate.parse(text).toString().equals(text);
    } catch (DateTimeParseException _) {
      return false;
    }
  }

  private static boolean isCoordinator(String text) {
    try {
      var uri = new URI(text);
      String host = uri.getHost();
      if (host == null || uri.getPort() == 0 || uri.getPort() > 65535) {
        return false;
      }
      String bare = host.replaceAll("[\\[\\]]", "");
      return Address.isAddress(bare)
          && ("https".equals(uri.getScheme()) || Address.isLoopback(bare));
    } catch (URISyntaxException _) {
      return false;
    }
  }
}
