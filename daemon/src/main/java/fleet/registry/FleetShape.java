package fleet.registry;

import static fleet.yaml.Shape.Key.may;
import static fleet.yaml.Shape.Key.must;

import fleet.yaml.Shape;
import fleet.yaml.Shape.Flag;
import fleet.yaml.Shape.ListOf;
import fleet.yaml.Shape.MapOf;
import fleet.yaml.Shape.Section;
import fleet.yaml.Shape.Whole;
import fleet.yaml.Shape.Word;
import java.util.List;

/** Every key of fleet.yaml, its form and its meaning. */
final class FleetShape {
  static final Whole PORT_NUMBER = new Whole(1, 65535);
  static final Whole SLOTS = new Whole(0, 1000);
  static final Word OS = new Word(List.of("linux", "macos"));
  static final Word FROM = new Word(List.of("tailnet", "lan", "any"));
  static final Word MODE = new Word(List.of("keys", "ca"));
  static final Word PROVIDER = new Word(List.of("infisical", "env", "command"));

  static final Section DEFAULTS =
      new Section(
          List.of(
              may("user", Forms.USER, "the account to log in as"),
              may("port", PORT_NUMBER, "the port of SSH; 22 where absent"),
              may("identity", Forms.IDENTITY, "the private key to log in with; ~/ is your home")));

  static final Section PORT =
      new Section(
          List.of(
              may("tcp", PORT_NUMBER, "a TCP port"),
              may("udp", PORT_NUMBER, "a UDP port"),
              may("from", FROM, "who may reach it; tailnet where absent")));

  static final Section HARDEN =
      new Section(
          List.of(
              may(
                  "accept",
                  new MapOf("control", Forms.CONTROL, Forms.LINE),
                  "controls that are declined, each with the reason")));

  static final Section MACHINE =
      new Section(
          List.of(
              must("address", Forms.ADDRESS, "where it answers, on the tailnet as a rule"),
              may("lan", Forms.ADDRESS, "its address on the local network"),
              may("user", Forms.USER, "the account to log in as"),
              may("users", set(Forms.USER), "every account that must be able to log in"),
              may("port", PORT_NUMBER, "the port of SSH"),
              may("os", OS, "its system; detected where absent"),
              may("identity", Forms.IDENTITY, "the private key to log in with"),
              may("roles", set(Forms.NAME), "names of roles that are declared below"),
              may("slots", SLOTS, "how many agents it has room for; 1 where absent"),
              may("jump", Forms.MACHINE_NAME, "the machine to go through"),
              may("ports", new ListOf(PORT, 0, false), "what it offers on purpose"),
              may("forward-agent", new Flag(), "whether your SSH agent may be used from there"),
              may("harden", HARDEN, "what fleet harden is to leave, beside what all leave"),
              may("revoked", Forms.DATE, "since when it is no member any more")));

  static final Section MESH =
      new Section(List.of(may("mode", MODE, "keys on every machine, or one ca that signs them")));

  static final Section PROJECT =
      new Section(
          List.of(
              may("name", Forms.LINE, "its name for people"),
              must("repo", Forms.REPOSITORY, "its repository"),
              may("capabilities", set(Forms.NAME), "what it has, as in has_api"),
              may("secrets", Forms.FOLDER, "its folder in the secrets provider")));

  static final Section AGENT =
      new Section(
          List.of(must("command", new ListOf(Forms.WORD, 1, false), "the program and arguments")));

  static final Section SHARED =
      new Section(
          List.of(
              must("source", Forms.FOLDER, "the folder that every project's secrets include"),
              must("keys", set(Forms.VARIABLE), "which keys of it")));

  static final Section SECRETS =
      new Section(
          List.of(
              must("provider", PROVIDER, "where secrets come from"),
              may("command", new ListOf(Forms.WORD, 1, false), "what prints them as JSON"),
              may("required", set(Forms.VARIABLE), "keys without which nothing is launched"),
              may("shared", SHARED, "secrets that all projects have")));

  static final Section FLEET =
      new Section(
          List.of(
              must("fleet", Forms.NAME, "the fleet's name"),
              may("coordinator", Forms.COORDINATOR, "the coordinator's address"),
              may("defaults", DEFAULTS, "what holds for every machine that does not say otherwise"),
              must("machines", new MapOf("machine", Forms.MACHINE_NAME, MACHINE), "the machines"),
              may("mesh", MESH, "how the machines trust each other"),
              may("harden", HARDEN, "what fleet harden is to leave on every machine"),
              may(
                  "roles",
                  new MapOf("role", Forms.NAME, set(Forms.PLAYBOOK)),
                  "each role's playbooks, in order"),
              may("projects", new MapOf("project", Forms.NAME, PROJECT), "the projects"),
              may(
                  "agents",
                  new MapOf("agent", Forms.NAME, AGENT),
                  "how agents start; claude, codex and gemini are built in"),
              may("secrets", SECRETS, "where secrets come from")));

  private FleetShape() {}

  private static ListOf set(Shape item) {
    return new ListOf(item, 0, true);
  }
}
