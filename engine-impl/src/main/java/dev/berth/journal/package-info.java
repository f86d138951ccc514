/** The journals that come with Berth. */
@NullMarked
package dev.berth.journal;

import org.jspecify.annotations.NullMarked;
