/** Where waiting tasks meet the placement core. */
@NullMarked
package dev.berth.engine.place;

import org.jspecify.annotations.NullMarked;
