package fleet;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Holds the rooms of the house and the arrows between them against the compiled classes. */
class HouseTest {
  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("fleet");

  @Test
  void dataFlowsOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("yaml")
        .definedBy("fleet.yaml..")
        .layer("registry")
        .definedBy("fleet.registry..")
        .layer("shell")
        .definedBy("fleet.shell..")
        .layer("playbook")
        .definedBy("fleet.playbook..")
        .layer("converge")
        .definedBy("fleet.converge..")
        .layer("mesh")
        .definedBy("fleet.mesh..")
        .layer("lab")
        .definedBy("fleet.lab..")
        .layer("cli")
        .definedBy("fleet.cli..")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("lab")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("mesh")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("converge")
        .mayOnlyBeAccessedByLayers("mesh", "cli")
        .whereLayer("playbook")
        .mayOnlyBeAccessedByLayers("converge", "mesh", "cli")
        .whereLayer("shell")
        .mayOnlyBeAccessedByLayers("playbook", "converge", "mesh", "lab", "cli")
        .whereLayer("registry")
        .mayOnlyBeAccessedByLayers("shell", "playbook", "converge", "mesh", "lab", "cli")
        .check(classes);
  }

  @Test
  void noRoomIsInACycle() {
    slices().matching("fleet.(*)..").should().beFreeOfCycles().check(classes);
  }
}
