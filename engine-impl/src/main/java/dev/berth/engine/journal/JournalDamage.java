package dev.berth.engine.journal;

import dev.berth.JournalException;

/** How a journal says that an entry is damaged. */
@FunctionalInterface
interface JournalDamage {
  /** The refusal of what stands at {@code sequence}. */
  JournalException at(long sequence, String what);
}
