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
        .layer("naming")
        .definedBy("fleet.naming..")
        .layer("registry")
        .definedBy("fleet.registry..")
        .layer("report")
        .definedBy("fleet.report..")
        .layer("probe")
        .definedBy("fleet.probe..")
        .layer("verdict")
        .definedBy("fleet.verdict..")
        .layer("wire")
        .definedBy("fleet.wire..")
        .optionalLayer("agent")
        .definedBy("fleet.agent..")
        .layer("coordinator")
        .definedBy("fleet.coordinator..")
        .optionalLayer("sim")
        .definedBy("fleet.sim..")
        .optionalLayer("daemon")
        .definedBy("fleet.daemon..")
        .layer("shell")
        .definedBy("fleet.shell..")
        .layer("playbook")
        .definedBy("fleet.playbook..")
        .layer("converge")
        .definedBy("fleet.converge..")
        .layer("mesh")
        .definedBy("fleet.mesh..")
        .optionalLayer("health")
        .definedBy("fleet.health..")
        .layer("harden")
        .definedBy("fleet.harden..")
        .layer("launch")
        .definedBy("fleet.launch..")
        .layer("lab")
        .definedBy("fleet.lab..")
        .layer("cli")
        .definedBy("fleet.cli..")
        .whereLayer("report")
        .mayOnlyBeAccessedByLayers(
            "probe", "verdict", "wire", "agent", "coordinator", "sim", "health", "cli")
        .whereLayer("probe")
        .mayOnlyBeAccessedByLayers("agent", "coordinator", "sim", "health", "cli")
        .whereLayer("verdict")
        .mayOnlyBeAccessedByLayers("coordinator", "sim", "health", "launch", "cli")
        .whereLayer("wire")
        .mayOnlyBeAccessedByLayers("agent", "coordinator", "sim", "health", "cli")
        .whereLayer("agent")
        .mayOnlyBeAccessedByLayers("daemon", "sim")
        .whereLayer("coordinator")
        .mayOnlyBeAccessedByLayers("daemon", "sim", "cli")
        .whereLayer("sim")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("daemon")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("shell")
        .mayOnlyBeAccessedByLayers(
            "playbook", "converge", "mesh", "harden", "lab", "health", "launch", "cli")
        .whereLayer("playbook")
        .mayOnlyBeAccessedByLayers("converge", "mesh", "harden", "launch", "cli")
        .whereLayer("converge")
        .mayOnlyBeAccessedByLayers("mesh", "harden", "cli")
        .whereLayer("harden")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("mesh")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("health")
        .mayOnlyBeAccessedByLayers("launch", "cli")
        .whereLayer("launch")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("lab")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .check(classes);
  }

  @Test
  void noRoomIsInACycle() {
    slices().matching("fleet.(*)..").should().beFreeOfCycles().check(classes);
  }
}
