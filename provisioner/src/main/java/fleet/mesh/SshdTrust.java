package fleet.mesh;

import fleet.playbook.Call;
import fleet.playbook.Content;
import fleet.playbook.Contract;
import fleet.playbook.Risk;
import fleet.playbook.Step;
import fleet.registry.PublicKey;
import fleet.shell.Account;
import fleet.yaml.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * That a machine's sshd lets in whom the fleet's authority signed for, and shows its own
 * certificate. Four files are one step, because sshd must take them together: if it does not, the
 * guard takes all of them back.
 */
final class SshdTrust {
  static final String ID = "sshd";

  /** It names the step in the machine's ledger, whichever way it is made true. */
  private static final String TITLE = "sshd and the authority of the fleet";

  private static final List<String> FILES =
      List.of(
          "/etc/ssh/sshd_config.d/60-fleet-mesh.conf",
          "/etc/ssh/fleet_user_ca.pub",
          "/etc/ssh/fleet_host-cert.pub",
          "/etc/ssh/fleet_revoked");

  private static final Content CONFIG =
      Content.of(
          """
          # Made by fleet mesh apply: who was signed for comes in, save the revoked.
          TrustedUserCAKeys /etc/ssh/fleet_user_ca.pub
          HostCertificate /etc/ssh/fleet_host-cert.pub
          RevokedKeys /etc/ssh/fleet_revoked
          """);

  private SshdTrust() {}

  /** Its files are there and sshd has read them. */
  static Step made(Issued issued, String certificate) {
    return step(
        "trusting",
        issued.userAuthority(),
        List.of(
            CONFIG,
            Content.of(issued.userAuthority().text() + "\n"),
            Content.of(certificate),
            issued.revocations()));
  }

  /** None of them is there. */
  static Step takenOut(PublicKey authority) {
    return step("not trusting", authority, List.of());
  }

  /** There is nothing that sshd could show. */
  static Step impossible(String why) {
    return step(Contract.of(TITLE, "", Call.of("say", "!blocked " + why), "trusting"), ID);
  }

  private static Step step(String wanted, PublicKey authority, List<Content> contents) {
    String ours = Content.of(authority.text() + "\n").digest();
    List<String> check = new ArrayList<>(List.of(wanted, ours));
    FILES.forEach(_ -> check.add("absent"));
    for (int i = 0; i < contents.size(); i++) {
      check.set(i + 2, contents.get(i).digest());
    }
    List<String> fix = contents.stream().map(Content::escaped).toList();
    Contract contract =
        Contract.of(TITLE, SshdTrustLibrary.TEXT, new Call("sshd_check", check), wanted)
            .gather(new Call("sshd_seen", List.of()))
            .fix(new Call("sshd_fix", fix))
            .undo(Call.of("sshd_undo"))
            .touches(FILES.toArray(String[]::new))
            .asRoot()
            .readPublicly();
    return step(
        contents.isEmpty() ? contract : contract.show(Call.of("sshd_show", fix.getFirst())), ID);
  }

  private static Step step(Contract contract, String id) {
    return new Step(
        id,
        ID,
        TITLE,
        new Position("mesh", 1, 1),
        contract,
        Account.ROOT,
        Optional.empty(),
        List.of(),
        Duration.ofMinutes(2),
        Set.of(),
        Risk.MAY_LOCK_OUT,
        List.of(),
        false,
        Set.of(),
        List.of(),
        Optional.empty());
  }
}
