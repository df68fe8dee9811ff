package io.closedloop.core.report;

import java.io.InputStream;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads JUnit's XML, which most test tools write. No document type, no entity, no other file. */
final class JUnitXml {
  private static final int LONGEST_NAME = 300;
  private static final int LONGEST_MESSAGE = 1_000;

  private JUnitXml() {}

  static void read(InputStream content, String report, List<TestResult> into, int most)
      throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    XMLStreamReader xml = factory.createXMLStreamReader(content);
    Case open = null;
    boolean root = true;
    while (xml.hasNext() && into.size() < most) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        if (root && !xml.getLocalName().startsWith("testsuite")) {
          return;
        }
        root = false;
        open = begin(xml, report, open);
      } else if (text(event) && open != null) {
        open.text(xml.getText());
      } else if (event == XMLStreamConstants.END_ELEMENT && open != null) {
        if (xml.getLocalName().equals("testcase")) {
          open.addTo(into);
          open = null;
        } else {
          open.complaining = false;
        }
      }
    }
  }

  private static @Nullable Case begin(XMLStreamReader xml, String report, @Nullable Case open) {
    return switch (xml.getLocalName()) {
      case "testcase" -> new Case(report, value(xml, "classname"), value(xml, "name"));
      case "failure", "error" -> {
        if (open != null) {
          open.failed(value(xml, "message"));
        }
        yield open;
      }
      case "skipped" -> {
        if (open != null) {
          open.skipped = true;
        }
        yield open;
      }
      default -> open;
    };
  }

  private static boolean text(int event) {
    return event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA;
  }

  private static String value(XMLStreamReader xml, String name) {
    String value = xml.getAttributeValue(null, name);
    return value == null ? "" : value;
  }

  /** The test case that is being read. */
  private static final class Case {
    private final String report;
    private final String suite;
    private final String name;
    private final StringBuilder message = new StringBuilder();
    private boolean failed;
    private boolean skipped;
    private boolean complaining;

    /** What comes next begins a line; the parser hands a text over in pieces. */
    private boolean apart;

    Case(String report, String suite, String name) {
      this.report = report;
      this.suite = cut(suite);
      this.name = cut(name);
    }

    void failed(String why) {
      failed = true;
      complaining = true;
      apart = true;
      text(why);
      apart = true;
    }

    void text(String text) {
      if (!complaining || message.length() >= LONGEST_MESSAGE || (apart && text.isBlank())) {
        return;
      }
      String piece = apart ? text.stripLeading() : text;
      message.append(apart && !message.isEmpty() ? "\n" : "");
      message.append(piece, 0, Math.min(piece.length(), LONGEST_MESSAGE - message.length() + 1));
      apart = false;
    }

    void addTo(List<TestResult> into) {
      if (!skipped && !name.isEmpty()) {
        into.add(new TestResult(report, suite, name, !failed, message.toString().strip()));
      }
    }

    private static String cut(String text) {
      return text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) : text;
    }
  }
}
