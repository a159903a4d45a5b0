package fleet.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "example-org/alpha",
        "https://github.com/example-org/alpha",
        "https://github.com/Example-Org/alpha.git",
        "https://github.com/example-org/alpha.git/",
        "https://token@github.com/example-org/alpha.git",
        "git@github.com:example-org/alpha.git",
        "github.com:example-org/alpha",
        "ssh://git@github.com/example-org/alpha.git",
        "ssh://git@github.com:22/example-org/alpha"
      })
  void oneRepositoryHasManyAddresses(String address) {
    assertEquals(new Repository("github.com/example-org/alpha"), Repository.of(address));
  }

  @ParameterizedTest
  @CsvSource({
    "example-org/alpha, example-org/alpha-old",
    "example-org/alpha, https://gitlab.com/example-org/alpha",
    "file:///srv/a.git, file:///srv/b.git",
  })
  void othersAreOthers(String one, String other) {
    assertNotEquals(Repository.of(one), Repository.of(other));
  }

  @ParameterizedTest
  @CsvSource({
    "example-org/alpha, https://github.com/example-org/alpha.git",
    "git@github.com:a/b.git, git@github.com:a/b.git",
  })
  void aShortNameIsCloneable(String written, String address) {
    assertEquals(address, Repository.cloneable(written));
  }
}
