package fleet.playbook;

import fleet.shell.Quote;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * One step in a compiled script: what it is, and its calls.
 *
 * @param number its place, from 1
 */
record Stanza(int number, Step step, UnaryOperator<String> redact) {

  String text(StandaloneScript.Gathers gathers) {
    String title = redact.apply(step.title());
    List<String> lines = new ArrayList<>();
    lines.add("# %d. %s (%s)".formatted(number, title, step.at()));
    step.why().ifPresent(why -> lines.add("# why: " + why));
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(StandaloneScript.comment(line)).append('\n'));
    text.append(facts(title, gathers));
    if (step.skip().isPresent()) {
      return text.toString();
    }
    Contract contract = step.contract();
    text.append(function("check", Script.check(step)));
    contract.show().ifPresent(call -> text.append(function("show", call.sh())));
    if (contract.fix().isPresent()) {
      text.append(function("begin", begin()));
      Call fix = contract.fix().get().call();
      text.append(function("fix", Script.fix(fix, contract.touches())));
    }
    return text.toString();
  }

  private String facts(String title, StandaloneScript.Gathers gathers) {
    Contract contract = step.contract();
    StringBuilder text = new StringBuilder("step_%d() {\n".formatted(number));
    set(text, "title", title, "");
    set(text, "skip", step.skip().orElse(""), "");
    if (step.skip().isEmpty()) {
      set(text, "key", contract.key(), title);
      set(text, "wanted", contract.wanted(), "");
      set(text, "as", word(step.as()), "user");
      set(text, "reader", word(step.readAs()), "user");
      set(text, "gathers", gathers.words(step), "");
      set(text, "show", flag(contract.show()), "");
      set(text, "fix", flag(contract.fix()), "");
      set(text, "limit", String.valueOf(step.limit().toSeconds()), "600");
      set(text, "secret", step.secret() ? "yes" : "", "");
    }
    return text.append("}\n").toString();
  }

  private static String word(Enum<?> account) {
    return account.name().toLowerCase(Locale.ROOT);
  }

  private static String flag(Optional<?> part) {
    return part.isPresent() ? "yes" : "";
  }

  /** What is as it is for most steps goes without saying. */
  private static void set(StringBuilder text, String name, String value, String otherwise) {
    if (!value.equals(otherwise)) {
      text.append("  run_%s=%s\n".formatted(name, Quote.sh(value)));
    }
  }

  private String function(String part, String body) {
    return "step_%d_%s() {\n  %s\n}\n".formatted(number, part, body);
  }

  /** As {@link Script#begin}, with the library from where the script has it. */
  private String begin() {
    Contract contract = step.contract();
    String touched =
        contract.touches().stream().map(path -> " " + Quote.sh(path)).collect(Collectors.joining());
    String undo =
        contract
            .undo()
            .map(
                call ->
                    "\"$(%s)$nl\"%s"
                        .formatted(Libraries.name(contract.library()), Quote.sh(call.sh())))
            .orElseGet(() -> Quote.sh(Script.undo(step)));
    return "ledger_begin %s %s \"$1\" %s%s"
        .formatted(Quote.sh(contract.key()), Quote.sh(step.title()), undo, touched);
  }
}
