package fleet.playbook;

import java.util.List;

/**
 * One thing that a step's YAML may say.
 *
 * @param choices the words it may be; any where empty
 * @param about one sentence for the schema that editors show
 */
public record Parameter(
    String name, ParameterType type, boolean required, List<String> choices, String about) {}
