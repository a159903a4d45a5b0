/** YAML read node by node: raw scalars, positions, nothing evaluated. */
@org.jspecify.annotations.NullMarked
package fleet.yaml;
