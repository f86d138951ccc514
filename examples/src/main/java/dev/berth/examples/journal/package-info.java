/**
 * A journal looked at without its engine: printed, verified, shown as of any event, and cut.
 *
 * <p>Read {@link dev.berth.examples.journal.JournalExample} for what can be asked; all of it is
 * done by {@link dev.berth.journal.JournalReader}.
 */
@NullMarked
package dev.berth.examples.journal;

import org.jspecify.annotations.NullMarked;
