package dev.berth.testkit;

import dev.berth.spi.Journal;
import dev.berth.spi.JournalEntry;
import java.util.List;

/** A journal whose engine dies with one of its appends. */
final class DyingJournal extends ForwardingJournal {
  /** Which side of the append the power cut is on. */
  enum Moment {
    BEFORE,
    AFTER
  }

  private final int fatal;
  private final Moment moment;
  private int appends;

  /** A journal that dies with its {@code fatal}-th append, counted from 1. */
  DyingJournal(Journal real, int fatal, Moment moment) {
    super(real);
    this.fatal = fatal;
    this.moment = moment;
  }

  @Override
  public void append(long epoch, List<JournalEntry> entries) {
    boolean dies = ++appends == fatal;
    if (dies && moment == Moment.BEFORE) {
      throw new CrashHistory.Crash();
    }
    super.append(epoch, entries);
    if (dies) {
      throw new CrashHistory.Crash();
    }
  }
}
