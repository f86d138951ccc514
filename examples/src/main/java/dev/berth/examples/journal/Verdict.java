package dev.berth.examples.journal;

import static dev.berth.examples.journal.EventLine.grouped;

import dev.berth.journal.JournalVerification;
import java.io.PrintStream;
import java.util.OptionalLong;

/** What was checked of a journal, what was found, and what follows from it. */
final class Verdict {
  private final PrintStream out;
  private final JournalVerification found;

  Verdict(PrintStream out, JournalVerification found) {
    this.out = out;
    this.found = found;
  }

  void print() {
    out.println("checked");
    out.println("  where it begins and ends: intact");
    printEvents();
    printSnapshots();
    out.println();
    out.println(conclusion());
  }

  private void printEvents() {
    long intact = found.verified() - found.first() + 1;
    if (found.last() < found.first()) {
      out.println("  events: there are none");
    } else if (intact > 0) {
      out.printf(
          "  events %s to %s: %s intact, by checksum and as a chain%n",
          grouped(found.first()), grouped(found.verified()), grouped(intact));
    }
    found
        .damage()
        .ifPresent(damage ->
            out.printf("  event %s: DAMAGED%n    %s%n", grouped(found.verified() + 1), damage));
    if (found.damage().isPresent() && found.reached() > found.verified()) {
      long beginning = found.beginning().orElseThrow();
      out.printf(
          "  events %s to %s, after the snapshot: intact%n",
          grouped(beginning + 1), grouped(found.reached()));
    }
  }

  private void printSnapshots() {
    if (found.snapshots().isEmpty()) {
      out.println("  snapshots: there are none");
    }
    for (JournalVerification.Snapshot snapshot : found.snapshots()) {
      out.printf(
          "  snapshot at %s: %s%n",
          grouped(snapshot.sequence()),
          snapshot
              .damage()
              .map(damage -> "DAMAGED\n    " + damage)
              .orElse("intact, by checksum of each chunk and hash of all"));
    }
  }

  private String conclusion() {
    if (found.intact()) {
      return "the journal is intact";
    }
    OptionalLong beginning = found.beginning();
    if (beginning.isEmpty()) {
      return "the journal is DAMAGED: an engine has nothing to begin with; restore a copy";
    }
    String start =
        beginning.getAsLong() == 0
            ? "the first event"
            : "the snapshot at " + grouped(beginning.getAsLong());
    return found.sufficient()
        ? "the journal is DAMAGED, but an engine begins with %s and loses nothing".formatted(start)
        : "the journal is DAMAGED: an engine begins with %s and refuses to start at event %s; restore a copy, or cut it at %s and lose what came after"
            .formatted(start, grouped(found.reached() + 1), grouped(found.reached()));
  }
}
