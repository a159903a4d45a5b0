package fleet.cli;

import fleet.converge.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A run as a JUnit report: a suite a machine, a case a step. */
final class JunitReport {
  private JunitReport() {}

  static void write(Path file, RunReport report) {
    try (var out = Files.newBufferedWriter(file)) {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
      xml.writeStartDocument();
      start(xml, "testsuites", Map.of("name", report.command()));
      for (RunReport.MachineReport machine : report.machines().items()) {
        suite(xml, machine);
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (IOException e) {
      throw new UsageException("cannot write " + file + ": " + e.getMessage());
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void suite(XMLStreamWriter xml, RunReport.MachineReport machine)
      throws XMLStreamException {
    boolean none = machine.steps().items().isEmpty();
    start(
        xml,
        "testsuite",
        Map.of(
            "name",
            machine.machine(),
            "tests",
            String.valueOf(Math.max(1, machine.steps().total()))));
    if (none) {
      testcase(xml, machine.machine(), "connection", machine.outcome(), machine.why());
    }
    for (RunReport.StepReport step : machine.steps().items()) {
      testcase(xml, machine.machine(), step.title(), step.outcome(), step.why());
    }
    xml.writeEndElement();
  }

  private static void testcase(
      XMLStreamWriter xml, String machine, String title, String outcome, String why)
      throws XMLStreamException {
    start(xml, "testcase", Map.of("classname", machine, "name", title));
    switch (outcome) {
      case "failed", "unreachable" -> empty(xml, "failure", outcome + ": " + why);
      case "skipped", "blocked" -> empty(xml, "skipped", outcome + ": " + why);
      default -> {}
    }
    xml.writeEndElement();
  }

  private static void start(XMLStreamWriter xml, String name, Map<String, String> attributes)
      throws XMLStreamException {
    xml.writeStartElement(name);
    for (var attribute : attributes.entrySet()) {
      xml.writeAttribute(attribute.getKey(), printable(attribute.getValue()));
    }
  }

  private static void empty(XMLStreamWriter xml, String name, String message)
      throws XMLStreamException {
    start(xml, name, Map.of("message", message));
    xml.writeEndElement();
  }

  /** XML 1.0 has no control characters, not even escaped ones. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
