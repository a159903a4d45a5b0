package fleet.probe.kind;

import fleet.probe.Field;
import fleet.probe.Probe;
import fleet.report.Row;
import fleet.report.Trouble;
import java.util.List;

/** Which system runs there. */
public final class OsProbe implements Probe {
  @Override
  public List<Field> fields() {
    return List.of(
        Field.text("name", "as it calls itself"),
        Field.text("version", "of the release"),
        Field.text("build", "a finer version, where there is one"),
        Field.text("kernel", "the version that runs"),
        Field.text("arch", "as uname -m has it"));
  }

  @Override
  public String script() {
    return """
        name='' version='' build=''
        if command -v sw_vers >/dev/null; then
          name=$(sw_vers -productName)
          version=$(sw_vers -productVersion)
          build=$(sw_vers -buildVersion)
        else
          file=/etc/os-release
          [ -r "$file" ] || file=/usr/lib/os-release
          while IFS='=' read -r key value; do
            value=${value#[\\"\\']}
            value=${value%[\\"\\']}
            case $key in
              NAME) name=$value ;;
              VERSION_ID) version=$value ;;
              BUILD_ID) build=$value ;;
            esac
          done <"$file"
          [ ! -r /etc/debian_version ] || read -r build </etc/debian_version
        fi
        printf '%s\\t%s\\t%s\\t%s\\t%s\\n' "$name" "$version" "$build" "$(uname -r)" "$(uname -m)"
        """;
  }

  @Override
  public List<Trouble> judge(List<Row> rows) {
    return List.of();
  }
}
