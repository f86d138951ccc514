/** What extenders implement: drivers, journals, health probers. */
@NullMarked
package dev.berth.spi;

import org.jspecify.annotations.NullMarked;
