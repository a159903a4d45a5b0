package fleet.playbook;

import java.util.ArrayList;
import java.util.List;

/**
 * What a step kind's YAML may say.
 *
 * @param shorthand the parameter that a bare text stands for ({@code - package: git}); empty where
 *     there is none
 */
public record Parameters(String shorthand, List<Parameter> list) {
  public Parameters {
    list = List.copyOf(list);
  }

  public static Parameters none() {
    return new Parameters("", List.of());
  }

  public Parameters required(String name, ParameterType type, String about) {
    return with(new Parameter(name, type, true, List.of(), about));
  }

  public Parameters optional(String name, ParameterType type, String about) {
    return with(new Parameter(name, type, false, List.of(), about));
  }

  /** A text that is one of a few words. */
  public Parameters choice(String name, List<String> words, String about) {
    return with(new Parameter(name, ParameterType.TEXT, false, words, about));
  }

  public Parameters shorthand(String name) {
    return new Parameters(name, list);
  }

  public List<String> names() {
    return list.stream().map(Parameter::name).toList();
  }

  Parameter get(String name) {
    return list.stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no parameter " + name + " is declared"));
  }

  private Parameters with(Parameter parameter) {
    List<Parameter> longer = new ArrayList<>(list);
    longer.add(parameter);
    return new Parameters(shorthand, longer);
  }
}
