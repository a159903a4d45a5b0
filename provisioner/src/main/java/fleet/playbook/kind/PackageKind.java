package fleet.playbook.kind;

import fleet.playbook.Arguments;
import fleet.playbook.Call;
import fleet.playbook.Contract;
import fleet.playbook.Facts;
import fleet.playbook.Fix;
import fleet.playbook.ParameterType;
import fleet.playbook.Parameters;
import fleet.playbook.StepKind;
import fleet.yaml.BadFileException;
import java.util.List;
import java.util.Optional;

/** A package of the machine's own package manager, installed. */
public final class PackageKind implements StepKind {
  private static final List<String> MANAGERS = List.of("apt", "dnf", "pacman", "apk", "brew");

  /** The name that says that a distribution does not have the package. */
  private static final String NONE = "none";

  private static final String COMMON =
      """
      # package_check NAME RANGE: the managers' gathers leave "NAME<tab>installed VERSION" (or what
      # else it is) in $package_table, and in $package_missing that the manager itself is.
      package_check() {
        if [ -n "$package_missing" ]; then
          say "$package_missing"
          return
        fi
        lookup "$package_table" "$1"
        case $found in
          'installed '*)
            if version_fits "${found#installed }" "$2"; then say installed; else say "version ${found#installed }"; fi
            ;;
          '' | 'not-installed '* | 'config-files '*) say absent ;;
          *) say "half installed (${found%% *})" ;;
        esac
      }

      # package_run COMMAND...: its output goes on as it comes, and stays in $package_log. A pipe
      # would wait for daemons that an installation starts.
      package_run() {
        rm -f -- "$package_folder/status"
        {
          "$@"
          say $? >"$package_folder/ended"
          mv -- "$package_folder/ended" "$package_folder/status"
        } >"$package_log" 2>&1 </dev/null &
        exec 3<"$package_log"
        package_status=
        until [ -n "$package_status" ]; do
          if [ -f "$package_folder/status" ]; then
            read -r package_status <"$package_folder/status"
          else
            sleep 0.2 2>/dev/null || sleep 1
          fi
          while IFS= read -r package_line <&3; do say "$package_line"; done
        done
        exec 3<&-
        return "$package_status"
      }

      # package_said PATTERN: whether the last command said so.
      package_said() {
        grep -q -e "$1" -- "$package_log"
      }

      # package_fix NAME...: the manager's package_install, in its own way.
      package_fix() {
        package_folder=$(mktemp -d) || return 1
        package_log=$package_folder/log
        : >"$package_log"
        export LC_ALL=C
        package_install "$@"
        package_result=$?
        rm -rf -- "$package_folder"
        return $package_result
      }

      # package_undo NAME: what was there before stays.
      package_undo() {
        case $prior in
          absent | *' is missing') ;;
          version*)
            say "left: package $1 stays at its newer version (was $prior)"
            return 1
            ;;
          *) return 0 ;;
        esac
        if [ "${fleet_packages-}" != yes ]; then
          say "left: package $1 stays (fleet uninstall --packages removes it)"
          return 1
        fi
        package_remove "$1"
      }

      # package_needed NAME COUNT: names and keeps a package that others have come to need.
      package_needed() {
        [ "$2" -gt 1 ] || return 1
        say "left: package $1 stays: others need it now"
      }
      """;

  @Override
  public Parameters parameters() {
    Parameters parameters =
        Parameters.none()
            .required("name", ParameterType.NAME, "The package's name where nothing else is said.")
            .optional("version", ParameterType.TEXT, "A version, as in 2, 2.1.3 or >=22.12.")
            .shorthand("name");
    for (String manager : MANAGERS) {
      parameters =
          parameters.optional(
              manager, ParameterType.NAME, "Its name for " + manager + "; none if it has none.");
    }
    return parameters;
  }

  @Override
  public Contract compile(Arguments in, Facts facts) {
    String title = "package " + in.text("name");
    String range = Versions.range(in, "version");
    List<String> names = MANAGERS.stream().map(manager -> name(in, manager)).toList();
    // A Mac's may be installed by an earlier step of the same run.
    String manager = facts.os().equals("macos") ? "brew" : facts.manager();
    Optional<String> library = library(manager);
    if (library.isEmpty()) {
      return says(title, "!blocked no package manager known here");
    }
    String name = names.get(MANAGERS.indexOf(manager));
    if (name.equals(NONE)) {
      return says(title, "!na not packaged for " + manager);
    }
    Contract contract =
        Contract.of(
                title,
                Versions.LIBRARY + COMMON + library.get(),
                Call.of("package_check", name, range),
                "installed")
            .gather(Call.of("package_seen", name))
            .fix(new Fix(Call.of("package_fix", name), true, true))
            .undo(Call.of("package_undo", name));
    // Homebrew refuses root.
    return manager.equals("brew") ? contract : contract.asRoot().readPublicly();
  }

  private static Contract says(String title, String status) {
    return Contract.of(title, "", Call.of("say", status), "installed");
  }

  private static String name(Arguments in, String manager) {
    String name = in.text(manager, in.text("name"));
    if (!name.matches("[A-Za-z0-9@][A-Za-z0-9@._+:/-]*")) {
      throw new BadFileException(
          in.at(in.has(manager) ? manager : "name"), "'" + name + "' is no package's name");
    }
    return name;
  }

  private static Optional<String> library(String manager) {
    return switch (manager) {
      case "apt" -> Optional.of(AptPackages.LIBRARY);
      case "dnf" -> Optional.of(DnfPackages.LIBRARY);
      case "pacman" -> Optional.of(PacmanPackages.LIBRARY);
      case "apk" -> Optional.of(ApkPackages.LIBRARY);
      case "brew" -> Optional.of(BrewPackages.LIBRARY);
      default -> Optional.empty();
    };
  }
}
