package fleet.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What OpenSSH says: most lines as 9.2 and 10.0 (Debian 12 and 13) said them to each other in a
 * lab; those of macOS, and of what a lab does not make happen, as its source has them. A {@code ;}
 * stands for the end of a line.
 */
class DiagnosisTest {
  private static Finding of(int status, String out, String err) {
    return Diagnosis.of(status, lines(out), lines(err), false);
  }

  private static String lines(String text) {
    return text.isEmpty() ? "" : text.replace(" ; ", "\r\n") + "\r\n";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ssh: connect to host 100.64.4.13 port 22: Connection refused | refused | port 22: Connection refused",
        "ssh: connect to host 100.64.4.13 port 22: Connection timed out | timeout | port 22: Connection timed out",
        // macOS
        "ssh: connect to host 100.64.4.13 port 22: Operation timed out | timeout | port 22: Operation timed out",
        "Connection timed out during banner exchange ; Connection to 100.64.4.13 port 22 timed out | timeout | Connection timed out during banner exchange",
        "Timeout, server 100.64.4.13 not responding. | timeout | not responding after the login",
        "ssh: connect to host 100.64.4.13 port 22: No route to host | unreachable | port 22: No route to host",
        "ssh: connect to host 100.64.4.13 port 22: Network is unreachable | unreachable | port 22: Network is unreachable",
        "ssh: connect to host 100.64.4.13 port 22: Permission denied | unreachable | port 22: Permission denied",
        "dev@100.64.4.13: Permission denied (publickey,password). | auth-denied | Permission denied (publickey,password) as user dev",
        "Load key \"/home/dev/.ssh/id_ed25519\": bad permissions ; dev@100.64.4.13: Permission denied (publickey). | auth-denied | Load key \"/home/dev/.ssh/id_ed25519\": bad permissions; Permission denied (publickey) as user dev",
        "Received disconnect from 100.64.4.13 port 22:2: Too many authentication failures ; Disconnected from 100.64.4.13 port 22 | auth-denied | Too many authentication failures",
        "@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @ ; Offending ED25519 key in /home/dev/.ssh/fleet_known_hosts:3 ; Host key for m4 has changed and you have requested strict checking. ; Host key verification failed. | host-key-changed | its host key is not the ED25519 one in /home/dev/.ssh/fleet_known_hosts",
        "No ED25519 host key is known for m3 and you have requested strict checking. ; Host key verification failed. | host-key-changed | no ED25519 host key is known for it",
        "Host key verification failed. | host-key-changed | Host key verification failed.",
        "ssh: Could not resolve hostname m9: Name or service not known | name-unknown | Name or service not known",
        // macOS
        "ssh: Could not resolve hostname m9: nodename nor servname provided, or not known | name-unknown | nodename nor servname provided, or not known",
        "kex_exchange_identification: read: Connection reset by peer ; Connection reset by 100.64.4.13 port 22 | throttled | dropped the connection at its beginning",
        "kex_exchange_identification: Connection closed by remote host ; Connection closed by 100.64.4.14 port 22 | throttled | dropped the connection at its beginning",
        "Connection closed by 100.64.4.14 port 22 | throttled | dropped the connection at its beginning",
        "debug1: kex_exchange_identification: banner line 0: Exceeded MaxStartups ; kex_exchange_identification: Connection closed by remote host | throttled | Exceeded MaxStartups",
        "debug1: kex_exchange_identification: banner line 0: Not allowed at this time ; kex_exchange_identification: Connection closed by remote host | throttled | Not allowed at this time",
        "debug1: Remote protocol version 2.0, remote software version OpenSSH_10.0p2 ; Your account has expired; please contact your system administrator. ; Connection closed by 100.64.4.13 port 22 | refused | closed the connection: Your account has expired; please contact your system administrator.",
        "debug1: Authentications that can continue: publickey ; debug1: Permission denied (x) ; ssh: connect to host 1.2.3.4 port 2222: Connection refused | refused | port 2222: Connection refused",
        "Unable to negotiate with 100.64.4.14 port 22: no matching key exchange method found. Their offer: diffie-hellman-group14-sha1 | refused | no matching key exchange method found. Their offer: diffie-hellman-group14-sha1",
        "channel 0: open failed: connect failed: Connection refused ; stdio forwarding failed ; kex_exchange_identification: Connection closed by remote host ; Connection closed by UNKNOWN port 65535 | refused | on the way through its jump machine: connect failed: Connection refused",
        "channel 0: open failed: connect failed: Connection timed out ; stdio forwarding failed ; Connection closed by UNKNOWN port 65535 | timeout | on the way through its jump machine: connect failed: Connection timed out",
        "ssh: connect to host 100.64.4.14 port 22: Connection refused ; Connection closed by UNKNOWN port 65535 | refused | on the way through its jump machine: port 22: Connection refused",
        "/home/dev/.ssh/config: line 1: Bad configuration option: foo ; /home/dev/.ssh/config: terminating, 1 bad configuration options | unreachable | not tested: /home/dev/.ssh/config: terminating, 1 bad configuration options",
        "Bad owner or permissions on /home/dev/.ssh/config | unreachable | not tested: Bad owner or permissions on /home/dev/.ssh/config",
        "`` | unreachable | not tested: nothing was said",
      })
  void whatSshSays(String err, String outcome, String why) {
    Finding finding = of(255, "", err);
    assertEquals(outcome + " | " + why, finding.outcome().word() + " | " + finding.why());
  }

  @Test
  void aLoginThatRunsNothing() {
    assertEquals(
        new Finding(
            Reach.REFUSED,
            "logged in, but no command runs there (exit 1): This account is currently not available."),
        of(1, "This account is currently not available.", ""));
    assertEquals(
        new Finding(
            Reach.REFUSED, "logged in, but no command runs there (exit 0): echo; echo word.1"),
        of(0, "echo; echo word.1", "a banner"));
  }

  @Test
  void noSshThere() {
    assertEquals(
        new Finding(Reach.UNREACHABLE, "not tested: sh: 1: ssh: not found"),
        of(127, "", "sh: 1: ssh: not found"));
  }

  @Test
  void killedAtTheLimit() {
    assertEquals(
        new Finding(Reach.TIMEOUT, "no answer in time"),
        Diagnosis.of(143, "", "Killed by signal 15.\r\n", true));
  }

  @Test
  void noMachinePaintsOnOurTerminal() {
    String why = of(255, "", "\u001b[2J\u202eevil\u0007").why();
    assertFalse(why.chars().anyMatch(c -> Character.isISOControl(c) || c == '\u202e'), why);
  }
}
