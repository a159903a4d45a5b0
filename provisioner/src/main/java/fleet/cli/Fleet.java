package fleet.cli;

import picocli.CommandLine.Command;

/** The root of the command line. */
@Command(
    name = "fleet",
    mixinStandardHelpOptions = true,
    version = "fleet 0.1.0",
    description = "Bare machines become members of your fleet, and you can see that they are.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 all well, 1 a step failed, 2 bad usage or a bad file,",
      "3 machines unreachable, 4 drift (plan --exit-code), 130 interrupted."
    })
public final class Fleet {}
