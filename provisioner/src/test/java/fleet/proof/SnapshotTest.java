package fleet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.lab.LabMachine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The instrument itself: what it must see, and what it must not. */
@Tag("lab")
class SnapshotTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void itSeesTheSmallestChangeAndNotALogin() {
    LabMachine machine = Place.SECOND_12.machine();
    machine.exec("cd /srv && echo same >kept && echo old >edited && echo x >moded", LIMIT).ok();
    Snapshot before = Snapshot.of(machine);
    machine.awaitReady(LIMIT);
    assertEquals(List.of(), Snapshot.of(machine).changedSince(before), "a login is no change");

    machine
        .exec(
            """
            cd /srv
            echo same >again && touch -r kept again && touch -r . stamp && mv again kept && touch -r stamp . && rm stamp
            touch -r edited stamp && echo new >edited && touch -r stamp edited && rm stamp
            chmod 0600 moded
            ln -s nowhere link
            systemctl restart systemd-journald
            sysctl -q net.ipv4.conf.all.log_martians=1
            """,
            LIMIT)
        .ok();
    Snapshot after = Snapshot.of(machine);
    List<String> seen = after.changedSince(before);
    for (String what :
        List.of(
            "/srv/kept: touched",
            "/srv/edited: f 644 0:0",
            "/srv/moded: f 644",
            "new: /srv/link",
            "service systemd-journald.service: touched",
            "setting net.ipv4.conf.all.log_martians: 0 -> 1")) {
      assertTrue(seen.stream().anyMatch(line -> line.startsWith(what)), () -> what + " in " + seen);
    }
    List<String> essence = after.differsFrom(before, _ -> true);
    assertTrue(essence.stream().noneMatch(line -> line.contains("kept")), essence::toString);
  }
}
