package dev.berth.examples.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.JournalException;
import dev.berth.examples.journal.Request.Cut;
import dev.berth.examples.journal.Request.Print;
import dev.berth.examples.journal.Request.Show;
import dev.berth.examples.journal.Request.Verify;
import dev.berth.journal.JournalReader;
import dev.berth.journal.JournalState;
import dev.berth.journal.JournalVerification;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.List;

/** Looks at a journal without its engine. */
public final class JournalExample {
  private final PrintStream out;
  private final PrintStream errors;

  JournalExample(PrintStream out, PrintStream errors) {
    this.out = out;
    this.errors = errors;
  }

  /** Does what {@link Request#USAGE} says. */
  public static void main(String[] arguments) {
    PrintStream out =
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), false, UTF_8);
    int code = new JournalExample(out, System.err).run(List.of(arguments));
    out.flush();
    System.exit(code);
  }

  /** Gives the exit code: 0, 1 for a journal that is damaged or refused, 2 for a wrong call. */
  int run(List<String> arguments) {
    Request request;
    try {
      request = Request.of(arguments);
    } catch (IllegalArgumentException e) {
      errors.println("examples/run journal: " + e.getMessage());
      errors.println(Request.USAGE);
      return 2;
    }
    try (JournalReader reader = JournalReader.open(request.journal())) {
      return run(request, reader);
    } catch (JournalException e) {
      out.flush();
      errors.println(e.getMessage());
      return 1;
    }
  }

  private int run(Request request, JournalReader reader) {
    return switch (request) {
      case Print print -> print(reader, print.after());
      case Verify verify -> verify(reader);
      case Show show -> show(reader, show.sequence());
      case Cut cut -> cut(reader, cut);
    };
  }

  private int print(JournalReader reader, long after) {
    printTitle(reader);
    EventLine line = new EventLine(reader.lastSequence());
    out.println(line.heading());
    // What was dropped is no reason to show nothing of what is there.
    long beginning = after == 0 ? reader.firstSequence() - 1 : after;
    reader.read(beginning, event -> out.println(line.of(event)));
    return 0;
  }

  private int verify(JournalReader reader) {
    printTitle(reader);
    JournalVerification verification = reader.verify();
    new Verdict(out, verification).print();
    return verification.intact() ? 0 : 1;
  }

  private int show(JournalReader reader, long sequence) {
    JournalState state = reader.at(sequence);
    printTitle(reader);
    out.printf("as of event %s%n", EventLine.grouped(sequence));
    new StateTables(out).print(state);
    return 0;
  }

  private int cut(JournalReader reader, Cut cut) {
    reader.cut(cut.sequence(), cut.target());
    out.printf(
        "%s ends with event %s of %s; %s is as it was%n",
        cut.target(),
        EventLine.grouped(cut.sequence()),
        EventLine.grouped(reader.lastSequence()),
        cut.journal());
    out.println("docs/guides/repair-a-journal.md says how an engine is started on it");
    return 0;
  }

  private void printTitle(JournalReader reader) {
    out.printf(
        "journal of engine %s, epoch %s, events %s to %s%n%n",
        reader.engineId(),
        EventLine.grouped(reader.epoch()),
        EventLine.grouped(reader.firstSequence()),
        EventLine.grouped(reader.lastSequence()));
  }
}
