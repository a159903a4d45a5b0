package fleet;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import fleet.probe.Setting;
import fleet.report.Ack;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The daemon reports and never obeys: there is no field by which a coordinator could tell an agent
 * to run something, and what a coordinator says goes nowhere near what runs things.
 */
class ObeysNobodyTest {
  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(
              "fleet.agent", "fleet.daemon", "fleet.wire", "fleet.report", "fleet.probe");

  @Test
  void anAnswerSaysWhenToComeAgainAndNoMore() throws Exception {
    assertEquals(
        List.of("long number", "Duration next", "Instant now", "boolean wantsReport"),
        components(Ack.class));
    // What of it leaves the courier: no text among it.
    assertEquals(
        List.of("int beats", "Duration next", "boolean wantsReport", "Duration offset"),
        components(Class.forName("fleet.agent.Delivery$Done")));
  }

  @Test
  void onlyTheCourierHearsACoordinator() {
    noClasses()
        .that()
        .resideInAPackage("fleet.agent")
        .and()
        .doNotHaveSimpleName("Courier")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("fleet.wire.Reply")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("fleet.report.Ack")
        .check(classes);
  }

  @Test
  void whatHearsACoordinatorRunsNothing() {
    noClasses()
        .that()
        .resideInAnyPackage("fleet.agent", "fleet.daemon", "fleet.wire", "fleet.report")
        .should()
        .dependOnClassesThat(
            named(
                "java.lang.ProcessBuilder",
                "java.lang.Process",
                "java.lang.Runtime",
                "java.lang.ClassLoader",
                "java.net.URLClassLoader",
                "java.lang.reflect.Method",
                "java.lang.reflect.Constructor",
                "com.sun.jna.Native",
                "java.io.ObjectInputStream"))
        .check(classes);
  }

  @Test
  void whatRunsThingsHearsNoCoordinator() {
    noClasses()
        .that()
        .resideInAPackage("fleet.probe..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("fleet.wire..", "fleet.agent..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("fleet.report.Ack")
        .check(classes);
    // Of all that an agent hands to probes, a number alone comes from a coordinator: its clock.
    assertEquals(
        List.of("Path home", "List services", "Optional clockOffset"), components(Setting.class));
  }

  private static List<String> components(Class<?> record) {
    return Arrays.stream(record.getRecordComponents()).map(ObeysNobodyTest::text).toList();
  }

  private static String text(RecordComponent component) {
    return component.getType().getSimpleName() + " " + component.getName();
  }

  private static DescribedPredicate<JavaClass> named(String... names) {
    return DescribedPredicate.describe(
        "run something", type -> Arrays.asList(names).contains(type.getFullName()));
  }
}
