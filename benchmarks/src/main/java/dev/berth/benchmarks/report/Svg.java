package dev.berth.benchmarks.report;

import java.io.StringWriter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** An SVG document being written: shapes and text, placed by numbers alone. */
final class Svg {
  /** What a browser or a converter has; the figure's own layout relies on none of them. */
  private static final String FONTS = "Helvetica, Arial, 'DejaVu Sans', sans-serif";

  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;

  Svg(double width, double height, String title) {
    try {
      xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
      xml.writeStartElement("svg");
      xml.writeDefaultNamespace("http://www.w3.org/2000/svg");
      attributes(
          "width",
          number(width),
          "height",
          number(height),
          "viewBox",
          "0 0 " + number(width) + " " + number(height),
          "font-family",
          FONTS,
          "role",
          "img");
      xml.writeStartElement("title");
      xml.writeCharacters(title);
      xml.writeEndElement();
    } catch (XMLStreamException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Where a text is held. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  void text(double x, double y, String content, double size, String colour, Anchor anchor) {
    element(
        "text",
        content,
        "x",
        number(x),
        "y",
        number(y),
        "font-size",
        number(size),
        "fill",
        colour,
        "text-anchor",
        anchor.name().toLowerCase(Locale.ROOT));
  }

  void boldText(double x, double y, String content, double size, String colour, Anchor anchor) {
    element(
        "text",
        content,
        "x",
        number(x),
        "y",
        number(y),
        "font-size",
        number(size),
        "font-weight",
        "bold",
        "fill",
        colour,
        "text-anchor",
        anchor.name().toLowerCase(Locale.ROOT));
  }

  /** A text that reads upwards, centred on the point. */
  void upwardText(double x, double y, String content, double size, String colour) {
    element(
        "text",
        content,
        "transform",
        "translate(%s %s) rotate(-90)".formatted(number(x), number(y)),
        "font-size",
        number(size),
        "fill",
        colour,
        "text-anchor",
        "middle");
  }

  void rectangle(double x, double y, double width, double height, String colour) {
    element(
        "rect",
        "",
        "x",
        number(x),
        "y",
        number(y),
        "width",
        number(Math.max(0, width)),
        "height",
        number(Math.max(0, height)),
        "fill",
        colour);
  }

  void line(double x1, double y1, double x2, double y2, String colour, double width) {
    element(
        "line",
        "",
        "x1",
        number(x1),
        "y1",
        number(y1),
        "x2",
        number(x2),
        "y2",
        number(y2),
        "stroke",
        colour,
        "stroke-width",
        number(width));
  }

  /**
   * Straight lines, or with {@code closed} a filled shape, in SVG's words ({@code M x y L x y}).
   */
  void path(String path, String colour, boolean closed) {
    if (closed) {
      element("path", "", "d", path, "fill", colour, "stroke", "#ffffff", "stroke-width", "1");
    } else {
      element(
          "path",
          "",
          "d",
          path,
          "fill",
          "none",
          "stroke",
          colour,
          "stroke-width",
          "2.5",
          "stroke-linejoin",
          "round");
    }
  }

  String finished() {
    try {
      xml.writeEndElement();
      xml.close();
    } catch (XMLStreamException impossible) {
      throw new IllegalStateException(impossible);
    }
    return text + "\n";
  }

  /** How wide a text is at most, near enough: no font is asked, because there may be none. */
  static double widthOf(String content, double size) {
    double width = 0;
    for (int i = 0; i < content.length(); i++) {
      width += widthOf(content.charAt(i));
    }
    return width * size;
  }

  private static double widthOf(char character) {
    return switch (character) {
      case ' ', '.', ',', ':', ';', '\'', '|', '!', 'i', 'j', 'l', 'I' -> 0.32;
      case 'f', 't', 'r', '-', '(', ')', '/', '[', ']' -> 0.41;
      case 'm', 'w', 'M', 'W', '%' -> 0.95;
      default -> Character.isUpperCase(character) ? 0.7 : 0.62;
    };
  }

  static String number(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.replaceFirst("\\.?0+$", "");
  }

  private void element(String name, String content, String... attributes) {
    try {
      xml.writeCharacters("\n");
      if (content.isEmpty()) {
        xml.writeEmptyElement(name);
        attributes(attributes);
      } else {
        xml.writeStartElement(name);
        attributes(attributes);
        xml.writeCharacters(content);
        xml.writeEndElement();
      }
    } catch (XMLStreamException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void attributes(String... namesAndValues) throws XMLStreamException {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      xml.writeAttribute(namesAndValues[i], namesAndValues[i + 1]);
    }
  }
}
