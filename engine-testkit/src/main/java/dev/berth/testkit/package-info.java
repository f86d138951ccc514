/** What tests of engines and drivers need. */
@NullMarked
package dev.berth.testkit;

import org.jspecify.annotations.NullMarked;
